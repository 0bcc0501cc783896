import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { memoryShare, openLogAt } from '#composition';
import { parseJson } from '#kernel';
import { EligibilityDesk, LogRows, QuestionRefused, readQuestion } from '#read-models/eligibility';
import type { AskedQuestion } from '#read-models/eligibility';
import { exit, globalOptions, placeOf, write } from './output.ts';
import { businessToday } from './today.ts';

/** `redline ask`: questions in, answers out, one a line. */
export const addAsk = (program: Command): void => {
  program
    .command('ask')
    .description('answer NDJSON questions from standard input; needs no server')
    .option('--known-at <position|instant>', 'use only what was recorded up to then')
    .action(async (options: { readonly knownAt?: string }, command: Command) => {
      const opened = await openLogAt(placeOf(globalOptions(command)));
      try {
        const desk = new EligibilityDesk(new LogRows(opened.log), memoryShare().desk);
        let refused = false;
        let isFirst = true;
        for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
          // Windows programs put a mark before the first line.
          const item = await answerLine(desk, isFirst ? line.replace(/^\uFEFF/, '') : line, options.knownAt);
          isFirst = false;
          refused ||= 'error' in item;
          await write(`${JSON.stringify(item)}\n`);
        }
        process.exitCode = refused ? exit.refused : exit.done;
      } finally {
        await opened.close();
      }
    });
};

const answerLine = async (desk: EligibilityDesk, line: string, knownAt: string | undefined): Promise<object> => {
  try {
    const question = readQuestion({ knownAt, ...parsed(line) }, businessToday());
    return await desk.answer(question);
  } catch (error) {
    if (error instanceof QuestionRefused) return { error: { code: error.code, field: error.field } };
    throw error;
  }
};

const parsed = (line: string): AskedQuestion => {
  try {
    const value = parseJson(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // told below, like every other line that is no question
  }
  throw new QuestionRefused('malformed-question', 'line');
};
