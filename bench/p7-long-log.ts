import type { Finding, Options, Row } from './kit/figures.ts';
import { filledDirectory } from './kit/filled-directory.ts';
import type { FilledDirectory } from './kit/filled-directory.ts';
import type { Size } from './kit/history.ts';
import { startsCompared } from './p7-start.ts';

/** P7 with a log ten times as long. */
export const p7LongLog: Row = {
  id: 'P7',
  work: 'start-up until ready on SQLite, with a long log',
  run: async (options) => {
    const { large, small } = longLog(options);
    const [long, short] = [await filledDirectory(large), await filledDirectory(small)];
    const starts = [
      { directory: long.directory, size: large },
      { directory: short.directory, size: small },
    ] as const;
    return [await startsCompared(starts, options.rounds), filling(long, large), disk(long, large)];
  },
};

/** Schools have a thousand events each in both: what differs is the length of the log. */
export const longLog = ({ quick, events = quick ? 300_000 : 10_000_000 }: Options): { large: Size; small: Size } => ({
  large: { schools: Math.round(events / eventsPerSchool), events },
  small: { schools: 10, events: 10 * eventsPerSchool },
});

const eventsPerSchool = 1_000;

const filling = ({ filling: { wallUs, maxRssMebibytes } }: FilledDirectory, { events }: Size): Finding => ({
  what: 'read models filled before, by one process',
  said: `${events} events in ${Math.round(wallUs / 1e6)} s, ${Math.round(events / (wallUs / 1e6))} a second, ${maxRssMebibytes} MiB at most`,
});

const disk = ({ bytes: { log, readModels } }: FilledDirectory, { events }: Size): Finding => ({
  what: 'disk',
  said: `log ${(log / events).toFixed(0)} bytes an event, read models ${(readModels / events).toFixed(0)}`,
});
