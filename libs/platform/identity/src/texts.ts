/** What somebody wrote of itself: cut, and without what a database cannot hold. */
export const storable = (text: string, longest: number): string =>
  text.slice(0, longest).toWellFormed().replaceAll('\0', '');
