import { addDays } from '#kernel';

/** The same time of the day, natural days later. */
export const daysLater = (instant: string, days: number): string =>
  addDays(instant.slice(0, 'YYYY-MM-DD'.length), days) + instant.slice('YYYY-MM-DD'.length);
