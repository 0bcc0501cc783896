// Records a history and carries it into rows, until it is killed in the middle of a transaction or around its COMMIT.
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import type { Sent } from '../kit/histories.ts';
import { MortalStore } from '../kit/mortal-store.ts';
import { carryThrough, noting } from '../kit/projecting.ts';
import type { Projecting } from '../kit/projecting.ts';
import { openRows } from '../kit/watched-rows.ts';

const { directory, postgres, hands, moment, killer } = JSON.parse(process.argv.at(-1) ?? '') as Projecting;
const say = (line: string): void => void writeSync(1, `${line}\n`);

const history = JSON.parse(readFileSync(join(directory, 'history.json'), 'utf8')) as Sent[];
const opened = openSqliteEventStore({ directory, sequenceKeyName: 'school' });
const inner = await openRows(postgres ?? { directory });
const rows = new MortalStore(inner, [moment], async () => async () => {
  if (killer === 'itself') process.kill(process.pid, 'SIGKILL');
  else say('now the moment has come');
});
await carryThrough({ opened, rows, history, hands, report: noting({ push: (fault) => say(`broken ${fault}`) }) });
await inner.close();
await opened.close();
say('finished all of it');
