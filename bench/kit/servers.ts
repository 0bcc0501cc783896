import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { beside, loaderFlags } from './modules.ts';
import { workDirectory } from './log-directory.ts';

/** A server in a process of its own, which tells what it has cost. */
export class MeasuredServer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** `order` is the data directory of the service, or the file of answers of bare Fastify. */
  static async start(kind: 'service' | 'bare', order: string): Promise<MeasuredServer> {
    const env = { ...process.env, REDLINE_BENCH_DIR: workDirectory, NODE_ENV: 'production' };
    const child = fork(beside('server-child'), [kind, order], { execArgv: loaderFlags, env });
    const [port] = (await once(child, 'message')) as [number];
    return new MeasuredServer(child, port);
  }

  /** User and system time since it started. */
  async cpuUs(): Promise<number> {
    this.#child.send('cpu');
    const [cpuUs] = (await once(this.#child, 'message')) as [number];
    return cpuUs;
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}
