import { join } from 'node:path';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { registering, schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** Of virtual memory: 1.5 GB. A single WebAssembly memory of Node's own `fetch` wants ten. */
const kilobytes = 1_572_864;
const capped = ['sh', '-c', `ulimit -v ${kilobytes}; exec "$@"`, 'sh'];
const commandsEach = 20;

/** L2: an address space of 1.5 GB, as hosts with hard limits give it: the service starts, records, and answers. */
export const addressSpace: Trial = async ({ random, count, programs }) => {
  const failures: string[] = [];
  for (let n = 0; n < count; n += 1)
    failures.push(
      ...(await inFolder(async (folder) => {
        const ledger = new Ledger(join(folder, 'data'));
        const service = await Service.start(programs, ledger.directory, { before: capped });
        for (let at = 0; at < commandsEach; at += 1) await ledger.send(service, registering(schoolCode(at)));
        const { status } = await service.get('/api/v1/schools?limit=200');
        const faults = [...(await service.drain()), ...(await ledger.broken())];
        if (status !== 200) faults.push(`the list is answered ${status}`);
        if (ledger.kept.length !== commandsEach) faults.push(`${ledger.kept.length} commands are acknowledged`);
        return told(`seed ${random.seed}`, faults);
      })),
    );
  return {
    trials: count,
    failures,
    seen: `started ${count} times, ${commandsEach} schools recorded and listed each time`,
  };
};

/** Why this system cannot cap it; undefined when it can. */
export const addressSpaceMissing = (): string | undefined =>
  process.platform === 'linux' ? undefined : 'ulimit -v caps nothing here';
