import { openLog } from '#composition';
import { EligibilityDesk, LogRows } from '#read-models/eligibility';
import type { Finding, Row } from './kit/figures.ts';
import { codeOf } from './kit/history.ts';
import { logDirectory } from './kit/log-directory.ts';
import { costOf, interleaved, timed } from './kit/measure.ts';
import { batchOf, everyQuestion } from './kit/questions.ts';

const count = 10_000;

/** P3: a batch of questions computed to bytes, against JSON.stringify of the answers when somebody else computed them. */
export const p3: Row = {
  id: 'P3',
  work: 'a batch of 10,000 questions, computed, bytes out',
  run: async ({ quick, rounds }) => {
    const size = quick ? { schools: 1_000, events: 100_000 } : { schools: 10_000, events: 1_000_000 };
    const opened = openLog(await logDirectory(size));
    const desk = new EligibilityDesk(new LogRows(opened.log));
    for (let n = 0; n < size.schools; n += 1) await desk.standing(codeOf(n));
    const data = `${count} questions a batch, ${size.schools} schools folded in memory, ${size.events} events`;
    const asked = {
      what: 'questions like those of the days before',
      data: `${data}; each round on a later day; every question asked once the day before`,
    };
    const fresh = { what: 'questions never asked before', data: `${data}; each round about another intake` };
    for (const question of everyQuestion(size.schools)) await desk.write(question);
    const findings = [
      await compared({ desk, schools: size.schools, isNew: false, ...asked }, rounds),
      await compared({ desk, schools: size.schools, isNew: true, ...fresh }, rounds),
    ];
    await opened.close();
    return findings;
  },
};

interface Comparison {
  readonly desk: EligibilityDesk;
  readonly schools: number;
  readonly isNew: boolean;
  readonly what: string;
  readonly data: string;
}

const compared = async ({ desk, schools, isNew, what, data }: Comparison, rounds: number): Promise<Finding> => {
  const questionsOf = (round: number) => batchOf({ count, schools, round, isNew });
  const computed = (round: number) => {
    const questions = questionsOf(round);
    return timed(async () => {
      const texts: string[] = [];
      for (const question of questions) texts.push((await desk.write(question)).body);
      sink = Buffer.from(`[${texts.join(',')}]`, 'latin1');
      return questions.length;
    });
  };
  const stringified = async (round: number) => {
    const answers: object[] = [];
    for (const question of questionsOf(round)) answers.push(await desk.answer(question));
    return timed(() => {
      sink = Buffer.from(JSON.stringify(answers));
      return answers.length;
    });
  };
  const sides = [
    { name: 'computed', run: computed },
    { name: 'JSON.stringify', run: stringified },
  ];
  const costs = await interleaved(sides, rounds);
  const peer = { ...costOf(costs, 'JSON.stringify'), name: 'JSON.stringify of the same answers' };
  return { what, ours: costOf(costs, 'computed'), peer, per: 'question', goal: { atLeast: 1 }, data };
};

/** Keeps the work from being optimised away. */
export let sink: Buffer | undefined;
