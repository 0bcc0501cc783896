import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inFolder } from './kit/folder.ts';
import { inLanes } from './kit/lanes.ts';
import { Ledger } from './kit/ledger.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { correcting, filingCase, registering, schoolCode, vetoing } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const longestGraceMs = 400;
const endsPerDirectory = 5;
const officers = 4;
const readers = 2;

interface Seen {
  readonly failures: readonly string[];
  readonly acknowledged: number;
  readonly refused: number;
  readonly endsMs: readonly number[];
}

/** S1: the service is told to end at a random moment while officers command and readers ask. */
export const toldToEnd: Trial = async ({ random, count, programs }) => {
  const directories = Array.from({ length: Math.ceil(count / endsPerDirectory) }, (_, n) => {
    const own = random.fork();
    const ends = Math.min(endsPerDirectory, count - n * endsPerDirectory);
    return () => inFolder((folder) => endedAgain(programs, { directory: join(folder, 'data'), ends, random: own }));
  });
  const done = await inLanes(directories);
  const sum = (of: (seen: Seen) => number): string => done.reduce((all, one) => all + of(one), 0).toLocaleString('en');
  const longest = Math.max(...done.flatMap(({ endsMs }) => endsMs));
  return {
    trials: count,
    failures: done.flatMap(({ failures }) => failures),
    seen:
      `${sum(({ acknowledged }) => acknowledged)} commands acknowledged, none recorded without; ` +
      `${sum(({ refused }) => refused)} answers 503; longest end ${(longest / 1000).toFixed(1)} s`,
  };
};

const endedAgain = async (
  programs: Programs,
  { directory, ends, random }: { readonly directory: string; readonly ends: number; readonly random: Random },
): Promise<Seen> => {
  const ledger = new Ledger(directory);
  const failures: string[] = [];
  const endsMs: number[] = [];
  let refused = 0;
  for (let end = 0; end < ends; end += 1) {
    const service = await Service.start(programs, directory);
    const crowd = new Crowd(service, ledger, end * officers);
    const gone = crowd.untilGone();
    const begun = ledger.kept.length;
    while (ledger.kept.length === begun) await after(1);
    await after(random.below(longestGraceMs + 1));
    await ledger.look();
    const sentMs = performance.now();
    failures.push(...told(`end ${end}`, await service.drain()));
    endsMs.push(performance.now() - sentMs);
    await gone;
    refused += crowd.refused;
    failures.push(...told(`end ${end}`, crowd.faults));
    const unanswered = await ledger.unacknowledged();
    if (unanswered !== 0) failures.push(`end ${end}: ${unanswered} commands recorded and never answered`);
  }
  failures.push(...(await ledger.broken()));
  return { failures: told(`seed ${random.seed}`, failures), acknowledged: ledger.kept.length, refused, endsMs };
};

/** Officers and readers who go on until nobody answers. */
class Crowd {
  readonly faults: string[] = [];
  /** Answers 503. */
  refused = 0;

  constructor(
    readonly service: Service,
    readonly ledger: Ledger,
    readonly first: number,
  ) {}

  async untilGone(): Promise<void> {
    await Promise.all([
      ...Array.from({ length: officers }, (_, n) => this.#officer(this.first + n)),
      ...Array.from({ length: readers }, () => this.#reader()),
    ]);
  }

  async #officer(who: number): Promise<void> {
    for (let n = 0; ; n += 1) {
      const code = schoolCode(who * 10_000 + n);
      const story = [registering(code), correcting(code, '李校长'), filingCase(`案-${code}`, code)];
      for (const command of [...story, vetoing(`决-${code}`, code, `案-${code}`)])
        if (!(await this.#answered(() => this.ledger.send(this.service, command)))) return;
    }
  }

  async #reader(): Promise<void> {
    for (;;)
      for (const path of ['/api/v1/schools?limit=50', '/api/v1/session'])
        if (!(await this.#answered(() => this.service.get(path)))) return;
  }

  /** Whether to go on: a service that is ending may say 503 or nothing, and nothing else. */
  async #answered(ask: () => Promise<{ readonly status: number }>): Promise<boolean> {
    const answer = await ask().catch(() => undefined);
    if (answer === undefined) return false;
    if (answer.status < 300) return true;
    if (answer.status === 503) this.refused += 1;
    else this.faults.push(`answered ${answer.status}`);
    return false;
  }
}
