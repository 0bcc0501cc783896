import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openService, readModelNames } from '#composition';
import type { OpenService } from '#composition';
import type { RunnerProblem } from '#platform/projection-runner';
import { eligibilityProjectionName, QuestionRefused, readQuestion } from '#read-models/eligibility';
import { listSchools, schoolListProjectionName } from '#read-models/school-file';
import { happened } from '#testing';
import { inFolder } from './kit/folder.ts';
import { poisons } from './kit/poisons.ts';
import type { Poison } from './kit/poisons.ts';
import type { Programs } from './kit/programs.ts';
import { schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const [poisoned, other] = [schoolCode(1), schoolCode(2)];
const nameAfterwards = '海口后来职业学校';
const patienceMs = 20_000;
const on = '2022-09-10';
const refused = 'eligibility-not-current';

/** What became of the poison. */
type Fate = 'parked' | 'halted' | 'unnoticed';

/** One poison, and what became of it. */
interface Swallowed {
  readonly poison: Poison;
  readonly fate: Fate;
  /** Broken promises, in one line each. */
  readonly faults: readonly string[];
}

/** P3: events that cannot be read are recorded; no school is eligible because of what was not understood. */
export const poisonEvents: Trial = async ({ count, programs }) => {
  const all: Swallowed[] = [];
  for (let n = 0; n < count; n += 1) {
    const poison = poisons[n % poisons.length] as Poison;
    all.push(await inFolder((folder) => swallowed(programs, join(folder, 'data'), poison)));
  }
  const of = (fate: Fate): number => all.filter((one) => one.fate === fate).length;
  return {
    trials: all.length,
    failures: all.flatMap(({ poison, faults }) => told(poison.name, faults)),
    seen:
      `${of('parked')} parked with their school, ${of('halted')} times the projection stood still; ` +
      `each also after a restart, asked over HTTP`,
  };
};

const swallowed = async (programs: Programs, directory: string, poison: Poison): Promise<Swallowed> => {
  const { fate, faults } = await whileLive(directory, poison);
  return { poison, fate, faults: [...faults, ...(await afterRestart(programs, directory, fate))] };
};

/** What a running service makes of it, and of what is recorded afterwards about another school. */
const whileLive = async (
  directory: string,
  poison: Poison,
): Promise<{ readonly fate: Fate; readonly faults: readonly string[] }> => {
  const problems: RunnerProblem[] = [];
  const service = await openService({ mode: 'embedded', dataDirectory: directory }, (one) => problems.push(one));
  const record = recorder(service);
  try {
    for (const code of [poisoned, other]) await record(code, happened.registered({ code }), code);
    await hasSeen(service, 1n);
    const before = await asked(service, poisoned);
    const { type, isKeyless = false } = poison;
    const event = { type, data: poison.data(poisoned) };
    const position = await record(isKeyless ? 'office' : poisoned, event, isKeyless ? undefined : poisoned);
    const last = await record(other, happened.amended({ code: other, name: nameAfterwards }), other);
    await hasSeen(service, last);
    const alarm = problems.find((one) => one.projection === eligibilityProjectionName && one.position === position);
    const fate = (alarm?.kind ?? 'unnoticed') as Fate;
    const faults = before.startsWith('eligible') ? [] : [`the school was ${before} before`];
    if (fate === 'unnoticed') faults.push('nobody noticed it');
    faults.push(...told('live', faultsIn(fate, await asked(service, poisoned), await asked(service, other))));
    if (!(await isListed(service)) && fate === 'parked') faults.push('the list of schools did not go on');
    return { fate, faults };
  } finally {
    await service.close();
  }
};

const recorder =
  ({ register }: OpenService) =>
  async (subject: string, { type, data }: { type: string; data: object }, school?: string): Promise<bigint> => {
    const metadata: Record<string, string> = school === undefined ? {} : { school };
    const { position = -1n } = await register.store.append(
      `school-${subject}`,
      [{ id: randomUUID(), type, data, metadata }],
      'any',
    );
    return position;
  };

/** Every projection has seen the event, or stands still. */
const hasSeen = async ({ readSide }: OpenService, position: bigint): Promise<void> => {
  for (const untilMs = Date.now() + patienceMs; Date.now() < untilMs; await after(2)) {
    const all = await readSide.progress.status();
    const names = new Set(all.map(({ name }) => name));
    const isSeen = all.every((one) => one.state === 'failed' || (one.state === 'live' && one.position === position));
    if (isSeen && names.has(eligibilityProjectionName) && names.has(schoolListProjectionName)) return;
  }
  throw new Error('the projections do not get there');
};

const asked = async ({ readSide }: OpenService, school: string): Promise<string> => {
  try {
    const answer = await readSide.eligibility.answer(readQuestion({ school, on }, on));
    return `${answer.mayEnrol ? 'eligible' : answer.state}, called ${answer.school.name}`;
  } catch (error) {
    if (error instanceof QuestionRefused) return error.code;
    return `without an answer: ${String(error)}`;
  }
};

/** Broken promises in the answers about the poisoned school and about the other one. */
const faultsIn = (fate: Fate, ofPoisoned: string, ofOther: string): readonly string[] => {
  const expected = fate === 'halted' ? refused : `eligible, called ${nameAfterwards}`;
  const faults: string[] = [];
  if (ofPoisoned !== refused) faults.push(`the school is ${ofPoisoned}`);
  if (ofOther !== expected) faults.push(`the other school is ${ofOther}, not ${expected}`);
  return faults;
};

const isListed = async ({ readSide }: OpenService): Promise<boolean> => {
  const { items } = await listSchools(readSide.readStore, { q: nameAfterwards, district: null, after: null, limit: 2 });
  return items.length === 1;
};

interface Readiness {
  readonly projections: readonly { readonly name: string; readonly state: string; readonly lag: number }[];
}

interface HttpAnswer {
  readonly code?: string;
  readonly mayEnrol?: boolean;
  readonly state?: string;
  readonly school?: { readonly name: string };
}

/** What a service of its own process answers that starts over the same log. */
const afterRestart = async (programs: Programs, directory: string, fate: Fate): Promise<readonly string[]> => {
  const service = await Service.start(programs, directory);
  return service.whileAlive(async () => {
    for (const untilMs = Date.now() + patienceMs; !(await isSettled(service)); await after(10))
      if (Date.now() > untilMs) throw new Error('the service does not settle');
    const answers = [await askedOverHttp(service, poisoned), await askedOverHttp(service, other)] as const;
    return told('after a restart', faultsIn(fate, ...answers));
  });
};

const isSettled = async (service: Service): Promise<boolean> => {
  const { projections } = (await service.get('/health/ready')).body as Readiness;
  return (
    projections.length === readModelNames.length &&
    projections.every(({ state, lag }) => state === 'failed' || lag === 0)
  );
};

const askedOverHttp = async (service: Service, school: string): Promise<string> => {
  const { status, body } = await service.get(`/api/v1/eligibility/${school}?on=${on}`);
  const { code, mayEnrol = false, state, school: named } = body as HttpAnswer;
  if (status === 503 && code !== undefined) return code;
  return status === 200 ? `${mayEnrol ? 'eligible' : state}, called ${named?.name}` : `${status} ${code}`;
};
