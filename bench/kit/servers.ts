import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { People } from '../../test/journeys/people.ts';
import { beside, loaderFlags } from './modules.ts';
import { workDirectory } from './log-directory.ts';

/** The embedded service, bare Fastify, and a cluster's processes. */
export type ServerKind = 'service' | 'bare' | 'api' | 'worker';

/** What a server says of itself when it is up. */
interface Up {
  readonly port: number;
  readonly setupToken?: string;
}

interface StartOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Who works at another process over the same register. */
  readonly colleagues?: People | undefined;
}

interface Beginning {
  readonly up: Up;
  readonly colleagues: People | undefined;
}

/** What a server has taken so far. */
interface Taken {
  readonly cpuUs: number;
  readonly rssMebibytes: number;
}

/** A server in a process of its own, which tells what it has cost. */
export class MeasuredServer {
  readonly kind: ServerKind;
  readonly port: number;
  /** Who signs in to it. */
  readonly people: People;
  readonly #child: ChildProcess;

  private constructor(kind: ServerKind, child: ChildProcess, { up: { port, setupToken }, colleagues }: Beginning) {
    this.kind = kind;
    this.#child = child;
    this.port = port;
    this.people = new People(this.url, setupToken, colleagues);
  }

  /**
   * `order` is the data directory of the service, or the file of answers of bare Fastify; the processes of a cluster
   * read `settings` from their environment.
   */
  static async start(
    kind: ServerKind,
    order: string,
    { colleagues, settings = {} }: StartOptions = {},
  ): Promise<MeasuredServer> {
    const ports = { PORT: '0', REDLINE_WORKER_PORT: '0', LOG_LEVEL: 'silent' };
    const env = { ...process.env, ...ports, ...settings, REDLINE_BENCH_DIR: workDirectory, NODE_ENV: 'production' };
    const child = fork(beside('server-child'), [kind, order], { execArgv: loaderFlags, env });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`the ${kind} ended with ${String(code)} before it was up`);
    });
    const [up] = (await Promise.race([once(child, 'message'), failed])) as [Up];
    failed.catch(() => undefined); // it ends when it is told to
    return new MeasuredServer(kind, child, { up, colleagues });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when its health page says that it is ready. */
  async ready(): Promise<void> {
    while (!(await fetch(`${this.url}/health/ready`)).ok) await pause(200); // read models are being filled
  }

  /** User and system time since it started. */
  async cpuUs(): Promise<number> {
    return (await this.#taken()).cpuUs;
  }

  /** What it holds in memory now. */
  async rssMebibytes(): Promise<number> {
    return (await this.#taken()).rssMebibytes;
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }

  async #taken(): Promise<Taken> {
    this.#child.send('taken');
    const [taken] = (await once(this.#child, 'message')) as [Taken];
    return taken;
  }
}
