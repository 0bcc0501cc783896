import type { Command } from 'commander';
import { openReadSide, openRegister, readModelNames } from '#composition';
import { globalOptions, placeOf, write } from './output.ts';

/** `redline rebuild [name]`: fills read models anew beside the old ones, then switches. */
export const addRebuild = (program: Command): void => {
  program
    .command('rebuild')
    .description(`rebuild one or all read models (${readModelNames.join(', ')}) from the log`)
    .argument('[name]', 'one read model; all of them when left out')
    .option('--data <dir>')
    .option('--json')
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const names = name === undefined ? readModelNames : readModelNames.filter((known) => known === name);
      if (names.length === 0) throw new Error(`no read model is named ${name}; there are ${readModelNames.join(', ')}`);
      const { data, json } = globalOptions(command);
      if (placeOf({ data }).mode === 'cluster')
        throw new Error('in cluster mode the worker rebuilds: POST /projections/<name>/rebuild at its own address');
      const register = openRegister(data);
      try {
        const readSide = await openReadSide(data, register.log, ({ kind, projection, position, error }) => {
          process.stderr.write(`redline: ${kind} ${projection ?? ''} ${position ?? ''} ${String(error)}\n`);
        });
        try {
          for (const each of names) await readSide.runner.rebuild(each);
          const status = await readSide.runner.status();
          const parked = status.reduce((sum, { parkedCount }) => sum + parkedCount, 0);
          const rebuilt = { rebuilt: names, position: String((await register.log.head()) ?? null), parked };
          await write(
            json ? `${JSON.stringify(rebuilt)}\n` : `rebuilt ${names.join(', ')} up to ${rebuilt.position}\n`,
          );
        } finally {
          await readSide.close();
        }
      } finally {
        await register.close();
      }
    });
};
