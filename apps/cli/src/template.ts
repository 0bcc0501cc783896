import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { sentenceFor } from '#wording';
import { writeTemplates } from '#workbooks';
import { CommandFailed } from './failure.ts';
import { globalOptions, write } from './output.ts';

/** `redline template --out FILE`: never over a file that holds something, for it may be a filled-in ledger. */
export const addTemplate = (program: Command): void => {
  program
    .command('template')
    .description('write a blank workbook with every sheet and instructions')
    .requiredOption('--out <file.xlsx>', 'where to write it')
    .action(async ({ out }: { readonly out: string }, command: Command) => {
      const { lang, json } = globalOptions(command);
      const size = await stat(out).then(
        (found) => found.size,
        () => 0,
      );
      if (size > 0) throw new CommandFailed('file-exists', out);
      await writeTemplates(out).catch((error: unknown) => {
        throw new CommandFailed('file-not-writable', error instanceof Error ? error.message : out);
      });
      await write(json ? `${JSON.stringify({ out })}\n` : `${sentenceFor('template-saved', lang, out)}\n`);
    });
};
