/**
 * SQLite's extended code of a driver's error, or an empty text. Read by shape: the native driver keeps the error
 * class of whoever loaded it first in the process, which under a test runner is not ours.
 */
export const sqliteCode = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
};
