import { types } from 'node:util';

/** Why a file is refused as a whole. `too-large`: over a limit, a bomb included. */
export type SheetErrorCode = 'not-a-workbook' | 'too-large';

/** A file that cannot be read. `detail` is for the log and the operator, in English, and never holds cell content. */
export class SheetError extends Error {
  readonly code: SheetErrorCode;
  readonly detail: string;

  constructor(code: SheetErrorCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'SheetError';
    this.code = code;
    this.detail = detail;
  }
}

/**
 * What a decoder's error means for the file: it is damaged. Errors of the operating system (they name a system call)
 * say nothing about the file and pass unchanged.
 */
export const damaged = (error: unknown, where: string): unknown =>
  error instanceof SheetError || !types.isNativeError(error) || 'syscall' in error
    ? error
    : new SheetError('not-a-workbook', `${where}: ${error.message}`, { cause: error });
