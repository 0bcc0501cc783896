import { openReadSide, openRegister, readModelNames } from '#composition';
import { inChild } from './kit/child.ts';
import type { Figure, Row } from './kit/figures.ts';
import { logDirectory } from './kit/log-directory.ts';
import type { Size } from './kit/history.ts';
import { costOf, interleaved } from './kit/measure.ts';

/** P7: a process that opens the register and its read models until every answer may be given. */
export const p7: Row = {
  id: 'P7',
  work: 'start-up until ready',
  run: async ({ quick, rounds }) => {
    const large = quick ? { schools: 1_000, events: 100_000 } : { schools: 10_000, events: 1_000_000 };
    const small = { schools: 1_000, events: 10_000 };
    return [await startsCompared([await filled(large), await filled(small)], rounds)];
  },
};

/** A directory with its read models filled, and what stands in it. */
export interface Standing {
  readonly directory: string;
  readonly size: Size;
}

const filled = async (size: Size): Promise<Standing> => {
  const directory = await logDirectory(size);
  await startIn(directory); // fills the read models
  return { directory, size };
};

/** Starts over a large directory and over a small one, in turns. */
export const startsCompared = async (
  [large, small]: readonly [Standing, Standing],
  rounds: number,
): Promise<Figure> => {
  const sideOf = (name: string, { directory }: Standing) => ({ name, run: () => inChild('start', { directory }) });
  const costs = await interleaved([sideOf('large', large), sideOf('small', small)], rounds);
  return {
    what: `with ${large.size.events} events, by wall time`,
    ours: costOf(costs, 'large'),
    peer: { ...costOf(costs, 'small'), name: `${small.size.events} events` },
    per: 'start',
    goal: { atMost: 1.5 },
    judge: 'wallUs',
    data: `read models filled before; a fresh process each time; ${large.size.events} events of ${large.size.schools} schools against ${small.size.events} of ${small.size.schools}`,
  };
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
      readModelNames.every((name) => side.runner.isReady(name)) ? resolve() : setImmediate(look);
    look();
  });
  await side.close();
  await register.close();
};
