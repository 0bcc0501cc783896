import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { integrityOf, placesOf } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import { inLanes } from './kit/lanes.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { differencesAfterRebuild } from './kit/read-models.ts';
import { correcting, filingCase, registering, schoolCode, vetoing } from './kit/school-commands.ts';
import { logOf, Service } from './kit/service.ts';
import type { Answer, Sending } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const longestGraceMs = 400;
const killsPerDirectory = 5;
const clients = 4;

/** D1: the whole service is killed at a random moment while officers send commands over HTTP. */
export const killedService: Trial = async ({ random, count, programs }) => {
  const directories = Array.from({ length: Math.ceil(count / killsPerDirectory) }, (_, n) => {
    const own = random.fork();
    const kills = Math.min(killsPerDirectory, count - n * killsPerDirectory);
    return () => inFolder((folder) => killedAgain(programs, { directory: join(folder, 'data'), kills, random: own }));
  });
  const done = await inLanes(directories);
  const acknowledged = done.reduce((sum, one) => sum + one.acknowledged, 0);
  return {
    trials: count,
    failures: done.flatMap(({ failures }) => failures),
    seen:
      `${acknowledged.toLocaleString('en')} commands acknowledged before the kills; ` +
      `${done.length} times the read models were built anew and compared`,
  };
};

const killedAgain = async (
  programs: Programs,
  { directory, kills, random }: { readonly directory: string; readonly kills: number; readonly random: Random },
): Promise<{ acknowledged: number; failures: readonly string[] }> => {
  const acknowledged: Answer[] = [];
  const failures: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const service = await Service.start(programs, directory);
    const begun = acknowledged.length;
    const officers = Array.from({ length: clients }, (_, n) => officer(service, kill * clients + n, acknowledged));
    while (acknowledged.length === begun) await after(1);
    await after(random.below(longestGraceMs + 1));
    await service.kill();
    await Promise.all(officers);
    const recorded = await logOf(directory);
    const lost = acknowledged.filter(({ id, revision, position }) => {
      const event = recorded[Number(position)]?.event;
      return event?.stream !== id || event.revision !== BigInt(revision);
    });
    if (lost.length > 0) failures.push(`kill ${kill}: ${lost.length} acknowledged commands lost`);
    failures.push(
      ...told(`kill ${kill}`, [...placesOf(recorded.map(({ event }) => event)), ...integrityOf(directory)]),
    );
  }
  failures.push(...(await differencesAfterRebuild(directory)));
  return { acknowledged: acknowledged.length, failures: told(`seed ${random.seed}`, failures) };
};

/** Sends one command after another, for schools of its own, until the service is gone. */
const officer = async (service: Service, who: number, acknowledged: Answer[]): Promise<void> => {
  for (let n = 0; ; n += 1)
    for (const command of storyOf(schoolCode(who * 10_000 + n))) {
      const answer = await service.send(command).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status >= 300) throw new Error(`${command.path} answered ${answer.status} ${answer.code}`);
      acknowledged.push(answer);
    }
};

const storyOf = (code: string): readonly Sending[] => [
  registering(code),
  correcting(code, '李校长'),
  filingCase(`案-${code}`, code),
  vetoing(`决-${code}`, code, `案-${code}`),
];
