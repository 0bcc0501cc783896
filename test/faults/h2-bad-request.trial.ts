import { join } from 'node:path';
import { bareAnswer } from '../security/bare-line.ts';
import type { BareAnswer } from '../security/bare-line.ts';
import { badRequests } from './kit/bad-requests.ts';
import type { BadRequest } from './kit/bad-requests.ts';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { megabytes, residentBytes } from './kit/memory.ts';
import { registering, schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const mostGrowthBytes = 50 * 2 ** 20;
/** So often each kind goes ahead, so that what is loaded and compiled once is not counted. */
const warmUps = 3;
const callers = 4;

/** H2: requests that no client would send, byte for byte over a bare connection. */
export const badRequest: Trial = async ({ random, count, programs }) =>
  inFolder(async (folder) => {
    const ledger = new Ledger(join(folder, 'data'));
    const service = await Service.start(programs, ledger.directory);
    await ledger.send(service, registering(schoolCode(0)));
    const faults: string[] = [];
    const one = async (bad: BadRequest): Promise<void> => {
      const own = random.fork();
      const answer = await bareAnswer(service.url, bad.bytes(service.cookie, own));
      faults.push(...told(`${bad.name}, seed ${own.seed}`, faultsOf(answer)));
    };
    for (const bad of badRequests) for (let n = 0; n < warmUps; n += 1) await one(bad);
    const before = residentBytes(service.process.pid);
    let next = 0;
    const caller = async (): Promise<void> => {
      while (next < count) {
        next += 1;
        await one(badRequests[next % badRequests.length] as BadRequest);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    const growth = residentBytes(service.process.pid) - before;
    if (growth > mostGrowthBytes) faults.push(`grew by ${megabytes(growth)}`);
    const still = await ledger.send(service, registering(schoolCode(1)));
    if (still.status !== 201) faults.push(`a sound command is answered ${still.status}`);
    await ledger.look();
    faults.push(...(await service.drain()), ...(await ledger.broken()));
    const smuggled = await ledger.unacknowledged();
    if (smuggled !== 0) faults.push(`${smuggled} commands recorded that were none`);
    return {
      trials: count + warmUps * badRequests.length,
      failures: told(`seed ${random.seed}`, faults),
      seen: `${badRequests.length} kinds; resident memory ${megabytes(before)}, then ${growth < 0 ? '-' : '+'}${megabytes(Math.abs(growth))}`,
    };
  });

/** Refused once, as a problem, without a word about how the service is made. */
const faultsOf = ({ status, headers, body, all }: BareAnswer): readonly string[] => [
  ...(status >= 400 && status < 500 ? [] : [`answered ${status}: ${all.slice(0, 200)}`]),
  ...(headers['content-type']?.startsWith('application/problem+json') ? [] : ['not answered with a problem']),
  ...(/node_modules|\.[jt]s\b|\bat \w+ \(/.test(body) ? [`told how it works: ${body.slice(0, 300)}`] : []),
  ...(all.match(/^HTTP\/1\.1 /gm)?.length === 1 ? [] : ['answered more than once']),
];
