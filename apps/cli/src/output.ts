import type { Command } from 'commander';
import type { Refusal } from '#kernel';
import { readPlace } from '#platform/settings';
import type { Place } from '#platform/settings';
import { sentenceFor } from '#wording';
import type { Locale } from '#wording';
import { lineOf } from './failure.ts';

/** Exit codes of every command: done, failed, refused by the register in part or as a whole. */
export const exit = { done: 0, failed: 1, refused: 2 } as const;

/** Options that every command has, wherever they stand on the line. */
export interface GlobalOptions {
  readonly data: string;
  readonly json?: boolean;
  readonly lang: Locale;
}

/** The options of a command with those of the program. */
export const globalOptions = (command: Command): GlobalOptions => command.optsWithGlobals<GlobalOptions>();

/** Where the register is kept: the environment says in which mode, the command line in which directory. */
export const placeOf = ({ data }: Pick<GlobalOptions, 'data'>): Place =>
  readPlace({ ...process.env, REDLINE_DATA_DIR: data });

/** One clear line, and exit 1. What went wrong inside is for a developer who asks with REDLINE_DEBUG. */
export const failed = (error: unknown, locale: Locale): void => {
  process.stderr.write(`redline: ${lineOf(error, locale)}\n`);
  if (process.env['REDLINE_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = exit.failed;
};

/** One line for each reason why the register refused a command, and exit 2. Nothing of that command was recorded. */
export const refused = async (
  refusals: readonly Refusal[],
  { json, lang }: Pick<GlobalOptions, 'json' | 'lang'>,
): Promise<void> => {
  if (json) await write(`${JSON.stringify({ refused: refusals })}\n`);
  for (const { code, detail } of refusals) process.stderr.write(`redline: ${sentenceFor(code, lang, detail)}\n`);
  process.exitCode = exit.refused;
};

/** Writes to standard output and waits until the reader took it. A reader that went away ends the output quietly. */
export const write = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(exit.done);
      else reject(error);
    });
  });
