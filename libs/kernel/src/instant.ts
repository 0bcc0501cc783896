import { addDays, isLocalDate } from './local-date.ts';

const shape = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** True for a real UTC instant spelled `2023-09-25T08:00:00.000Z`, the one spelling in which instants sort as text. */
export const isInstant = (text: string): boolean => isLocalDate(shape.exec(text)?.[1]);

/** The same time of the day, natural days later. */
export const daysLater = (instant: string, days: number): string =>
  addDays(instant.slice(0, 'YYYY-MM-DD'.length), days) + instant.slice('YYYY-MM-DD'.length);
