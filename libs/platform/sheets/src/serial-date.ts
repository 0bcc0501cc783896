import type { LocalDate } from '#kernel';

const dayMs = 86_400_000;
const lastSerial = 2_958_465; // 9999-12-31 in the 1900 system
const daysFrom1900To1904 = 1_462;

/**
 * The day of a serial number, its time cut off; undefined where the system has no day. In the 1900 system Excel
 * believes in 29 February 1900: serial 60 is no day, and the days before it count from one day later.
 */
export const dateOfSerial = (serial: number, is1904: boolean): LocalDate | undefined => {
  // To the millisecond first: a stored 44690.999999999996 is midnight of the next day.
  const day = Math.floor(Math.round(serial * dayMs) / dayMs) + (is1904 ? daysFrom1900To1904 : 0);
  if (!(day >= 1 && day <= lastSerial) || day === 60) return undefined;
  return new Date(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * dayMs).toISOString().slice(0, 10);
};
