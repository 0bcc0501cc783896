import { displayWidth } from '#workbooks';

/** Lines with aligned columns, the headers first, two spaces between; no line ends in spaces. */
export const textTable = (headers: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = headers.map((header, i) =>
    Math.max(...[header, ...rows.map((row) => row[i] ?? '')].map(displayWidth)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - displayWidth(cell)))
      .join('  ')
      .trimEnd();
  return [line(headers), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
};
