import { correcting, filingCase, registering, schoolCode, vetoing } from './school-commands.ts';
import type { Ledger } from './ledger.ts';
import type { Service } from './service.ts';

const officers = 4;

/** Officers who command without a pause until they are told to stop; what they are told besides 2xx is counted. */
export class Pressing {
  /** Answers by status; 0 where none came. */
  readonly refused = new Map<number, number>();
  /** Answers that no pressure excuses. */
  readonly faults: string[] = [];
  readonly #going: Promise<unknown>;
  #stopped = false;

  constructor(
    readonly service: Service,
    readonly ledger: Ledger,
    first: number,
  ) {
    this.#going = Promise.all(Array.from({ length: officers }, (_, n) => this.#officer(first + n)));
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#going;
  }

  async #officer(who: number): Promise<void> {
    for (let n = 0; !this.#stopped; n += 1) {
      const code = schoolCode(who * 10_000 + n);
      const story = [registering(code), correcting(code, '李校长'), filingCase(`案-${code}`, code)];
      for (const command of [...story, vetoing(`决-${code}`, code, `案-${code}`)]) {
        const status = await this.ledger.send(this.service, command).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status < 300 && status > 0) continue;
        this.refused.set(status, (this.refused.get(status) ?? 0) + 1);
        if (status !== 0 && status !== 503) this.faults.push(`a command is answered ${status}`);
        break; // the rest of the story stands on what was refused
      }
      if (this.service.process.exitCode !== null) return;
    }
  }
}

/** Broken when a service that was beset does not take a command again; asks until it does. */
export const recovered = async (service: Service, ledger: Ledger, school: number): Promise<readonly string[]> => {
  const until = Date.now() + 60_000; // against hanging
  for (;;) {
    const status = await ledger.send(service, registering(schoolCode(school))).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 201) return [];
    if (Date.now() > until) return [`does not recover: still answers ${status}`];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
