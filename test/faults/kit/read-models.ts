import { setTimeout as after } from 'node:timers/promises';
import { openReadSide, openRegister, readModelNames } from '#composition';
import { readQuestion } from '#read-models/eligibility';
import { listSchools } from '#read-models/school-file';

type OpenReadSide = Awaited<ReturnType<typeof openReadSide>>;

const patienceMs = 30_000;

/** Goes on with the read models that a dead service left, builds them anew, and says where the two differ. */
export const differencesAfterRebuild = async (directory: string): Promise<readonly string[]> => {
  const faults: string[] = [];
  const register = openRegister(directory);
  const report = ({ kind, error }: { kind: string; error?: unknown }): void =>
    void faults.push(`${kind} ${String(error)}`);
  const readSide = await openReadSide(directory, register.log, report);
  try {
    const head = await register.log.head();
    if (head === undefined) return ['the log is empty'];
    await caughtUp(readSide, head);
    const live = await answersOf(readSide);
    for (const name of readModelNames) await readSide.runner.rebuild(name);
    await caughtUp(readSide, head);
    const rebuilt = await answersOf(readSide);
    if (live.length === 0) faults.push('no school is listed');
    if (live.join('\n') !== rebuilt.join('\n')) faults.push('rebuilt read models answer otherwise than the live ones');
    return faults;
  } finally {
    await readSide.close();
    await register.close();
  }
};

/** @throws when the projections do not get there */
const caughtUp = async ({ runner }: OpenReadSide, head: bigint): Promise<void> => {
  for (const name of readModelNames) await runner.waitFor(name, head, patienceMs);
  const until = Date.now() + patienceMs;
  while (!readModelNames.every((name) => runner.isReady(name))) {
    if (Date.now() > until) throw new Error('the read models do not become ready');
    await after(2);
  }
};

/** The list of schools, and the verdict on each of them for a day in each of three years. */
const answersOf = async ({ readStore, eligibility }: OpenReadSide): Promise<readonly string[]> => {
  const answers: string[] = [];
  for (let last: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof listSchools>> = await listSchools(readStore, {
      q: null,
      district: null,
      after: last,
      limit: 200,
    });
    for (const school of page.items) {
      answers.push(JSON.stringify(school));
      for (const on of ['2021-09-10', '2022-09-10', '2023-09-10']) {
        const answer = await eligibility.answer(readQuestion({ school: school.code, on }, '2023-09-10'));
        answers.push(JSON.stringify(answer));
      }
    }
    if (page.next === null) return answers;
    last = page.next;
  }
};
