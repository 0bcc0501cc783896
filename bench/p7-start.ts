import { openReadSide, openRegister } from '#composition';
import { inChild } from './kit/child.ts';
import type { Row } from './kit/figures.ts';
import { logDirectory } from './kit/log-directory.ts';
import type { Size } from './kit/history.ts';
import { costOf, interleaved } from './kit/measure.ts';
import type { Side } from './kit/measure.ts';

/** P7: a process that opens the register and its read models until every answer may be given. */
export const p7: Row = {
  id: 'P7',
  work: 'start-up until ready',
  run: async ({ quick, rounds }) => {
    const large = quick ? { schools: 1_000, events: 100_000 } : { schools: 10_000, events: 1_000_000 };
    const small = { schools: 1_000, events: 10_000 };
    const costs = await interleaved([await sideOf('large', large), await sideOf('small', small)], rounds);
    const peer = { ...costOf(costs, 'small'), name: `${small.events} events` };
    const data = `read models filled before; a fresh process each time; ${large.events} events of ${large.schools} schools against ${small.events} of ${small.schools}`;
    const what = `with ${large.events} events, by wall time`;
    return [{ what, ours: costOf(costs, 'large'), peer, per: 'start', goal: { atMost: 1.5 }, judge: 'wallUs', data }];
  },
};

const sideOf = async (name: string, size: Size): Promise<Side> => {
  const directory = await logDirectory(size);
  await startIn(directory); // fills the read models
  return { name, run: () => inChild('start', { directory }) };
};

const timeoutMs = 3_600_000;

/** Opens everything, waits until it is current, and closes it. */
export const startIn = async (directory: string): Promise<void> => {
  const register = openRegister(directory);
  const side = await openReadSide(directory, register.log, (problem) => {
    throw new Error('the start met a problem', { cause: problem });
  });
  const head = (await register.log.head()) ?? -1n;
  await side.runner.waitFor('all', head, timeoutMs);
  await new Promise<void>((resolve) => {
    const look = (): unknown =>
      side.runner.isReady('eligibility') && side.runner.isReady('school-list') ? resolve() : setImmediate(look);
    look();
  });
  await side.close();
  await register.close();
};
