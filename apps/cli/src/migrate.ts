import { Option } from 'commander';
import type { Command } from 'commander';
import { moveHouse } from '#composition';
import { readPlace } from '#platform/settings';
import type { ClusterPlace, Place } from '#platform/settings';
import { globalOptions, write } from './output.ts';
import { businessToday } from './today.ts';

/** `redline migrate --to cluster|embedded`: the whole log, as it is; go on with an interrupted one by calling again. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('copy the log from --data into the cluster of the environment, or back; then compare all answers')
    .addOption(new Option('--to <mode>', 'where to').choices(['cluster', 'embedded']).makeOptionMandatory())
    .option('--data <dir>')
    .option('--json')
    .action(async ({ to }: { readonly to: Place['mode'] }, command: Command) => {
      const { data, json } = globalOptions(command);
      const cluster = readPlace({ ...process.env, REDLINE_MODE: 'cluster' }) as ClusterPlace;
      const embedded = { mode: 'embedded', dataDirectory: data } as const;
      const moved = await moveHouse(to, { embedded, cluster, today: businessToday(), onProgress });
      const { events, schools, questions, persons } = moved;
      const keys = persons === 0 ? '' : `; keys of ${persons} persons went along`;
      await write(
        json
          ? `${JSON.stringify(moved)}\n`
          : `copied ${events} events about ${schools} schools; all bytes and ${questions} answers are the same${keys}\n`,
      );
    });
};

/** On a terminal alone: a log file wants no counting. */
const onProgress = (events: number): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${events}`);
};
