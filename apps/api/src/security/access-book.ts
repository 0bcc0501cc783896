import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { CommandGateway } from '#commands';
import { RecordAccess } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import { nobody } from '#policy';
import type { Denial } from '../http/access/access-hooks.ts';

const pageMs = 60_000;
/** Different denials in one minute; more of them stand in the service's log alone. */
const mostDenials = 1_000;

/** The service itself, keeping its own record: no route gives this command. */
const service = {
  actor: { ...nobody, id: 'redline' },
  actorTrust: 'verified',
  source: 'process',
} as const;

/** What the book is written with, and who is told. */
export interface AccessBookParts {
  readonly gateway: Pick<CommandGateway, 'execute'>;
  /** Of a denial that could not be written down. */
  readonly report: (error: unknown) => void;
  /** Counts by type, so that somebody is woken when passwords are guessed; denials one by one. */
  readonly metrics: Registry;
}

interface Counted {
  readonly denial: Denial;
  /** Since the first, which was written down at once. */
  more: number;
}

/**
 * Writes down who came in and who was turned away, as events of the log: who, what, when, from where, and how it ended.
 * Of denials that are alike the first is an event and all others of that minute are one more, so that nobody fills the
 * log by asking again and again.
 */
export class AccessBook {
  readonly #gateway: Pick<CommandGateway, 'execute'>;
  readonly #report: (error: unknown) => void;
  readonly #counter: Counter<'type'>;
  readonly #waits: Counter;
  readonly #denials = new Map<string, Counted>();
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor({ gateway, report, metrics }: AccessBookParts) {
    this.#gateway = gateway;
    this.#report = report;
    const [name, help] = ['access_events_total', 'Sign-ins, refused sign-ins, denials and the like since the start'];
    this.#counter = new Counter({ name, help, labelNames: ['type'], registers: [metrics] });
    this.#counter.inc({ type: 'SignInRefused' satisfies AccessEvent['type'] }, 0); // an alarm needs a beginning
    this.#waits = new Counter({
      name: 'sign_ins_told_to_wait_total',
      help: 'Sign-ins that were not tried, because too many before them had failed',
      registers: [metrics],
    });
    this.#timer = setInterval(() => this.#turnThePage(), pageMs);
    this.#timer.unref();
  }

  /** Resolves when it is durable. @throws StoreError: what cannot be written down does not happen */
  async record(content: AccessEvent): Promise<void> {
    this.#counter.inc({ type: content.type }, content.type === 'AccessDenied' ? content.data.times : 1);
    await this.#gateway.execute(new RecordAccess(content), service);
  }

  /** A sign-in that was not tried: those that failed before it are written down, the flood after them is counted alone. */
  toldToWait(): void {
    this.#waits.inc();
  }

  /** Nobody waits for it: the answer is no, whether or not it can be written down. A failure is reported. */
  deny(denial: Denial): void {
    const key = JSON.stringify(denial);
    const known = this.#denials.get(key);
    if (known) known.more += 1;
    else if (this.#denials.size < mostDenials) {
      this.#denials.set(key, { denial, more: 0 });
      this.#write(denial, 1);
    }
  }

  /** @returns when everything that was counted is written down, or cannot be */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#turnThePage();
    await this.#writing;
  }

  #turnThePage(): void {
    for (const { denial, more } of this.#denials.values()) if (more > 0) this.#write(denial, more);
    this.#denials.clear();
  }

  #write(denial: Denial, times: number): void {
    const at = new Date().toISOString();
    const written = this.#writing.then(() => this.record({ type: 'AccessDenied', data: { ...denial, at, times } }));
    this.#writing = written.catch(this.#report);
  }
}
