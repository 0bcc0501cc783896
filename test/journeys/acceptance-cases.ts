import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QuestionRefused, readQuestion } from '#read-models/eligibility';
import type { AskedQuestion, EligibilityAnswer, EligibilityDesk } from '#read-models/eligibility';

/** What a worked case says of an answer. */
export interface Expected {
  readonly state: string;
  readonly mayEnrol: boolean;
  readonly kinds: readonly string[];
  readonly documentNos: readonly string[];
}

export interface Case extends AskedQuestion {
  readonly expect: Expected;
  readonly expectKnownAfterFirst?: Expected;
}

/** The copies of offices, as folders of files and questions. */
export const acceptanceFolder = join(process.cwd(), 'test/acceptance');
export const casesOf = (name: string): readonly Case[] =>
  readFileSync(join(acceptanceFolder, name, 'cases.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

/** Every answer in full, or the code of the refusal; one after another, as a pool of few connections can bear. */
export const answers = async (
  desk: EligibilityDesk,
  cases: readonly Case[],
  knownAt?: string,
): Promise<readonly (EligibilityAnswer | string)[]> => {
  const given: (EligibilityAnswer | string)[] = [];
  for (const { school, year, season, major, on } of cases) {
    const asked = { school, year, season, major, on, knownAt };
    try {
      given.push(await desk.answer(readQuestion(asked, '2026-01-01')));
    } catch (error) {
      if (!(error instanceof QuestionRefused)) throw error;
      given.push(error.code);
    }
  }
  return given;
};
