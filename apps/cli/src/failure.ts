import { hasSentence, sentenceFor } from '#wording';
import type { Locale } from '#wording';

/** What a failure is called in the wording, by the code that its error carries. */
const codes: Readonly<Record<string, string>> = {
  ENOENT: 'file-not-found',
  EACCES: 'file-not-readable',
  EPERM: 'file-not-readable',
  ENOSPC: 'file-not-writable',
  EROFS: 'file-not-writable',
  EISDIR: 'file-not-writable',
  ENOTDIR: 'file-not-found',
  KEY_WRONG: 'secrets-key-wrong',
  KEY_MISSING: 'secrets-key-missing',
  KEY_CHANGED: 'secrets-key-changed',
  ROW_LOST: 'sealed-row-lost',
};

/** A mistake in how the command was called, or in a file that it names; `detail` is what a person would look at. */
export class CommandFailed extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** One line for a person: the sentence of the error's code with what it is about, or the error's own message. */
export const lineOf = (error: unknown, locale: Locale): string => {
  if (!(error instanceof Error)) return oneLine(String(error));
  const { code: found, path } = error as { readonly code?: unknown; readonly path?: unknown };
  const code = typeof found === 'string' ? (codes[found] ?? found) : '';
  const detail = typeof path === 'string' ? path : error.message.replace(/\.$/, '');
  return oneLine(hasSentence(code) ? sentenceFor(code, locale, detail) : error.message);
};

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
