import { everyEvent } from './examine.ts';
import { openLog } from '#composition';
import { People, setupTokenIn, wangFang } from '../../journeys/people.ts';
import { startProgram } from './child.ts';
import type { RecordedChild } from './child.ts';
import type { Programs } from './programs.ts';

/** What a command answered. */
export interface Answer {
  readonly status: number;
  /** Of a problem. */
  readonly code?: string;
  readonly id: string;
  /** Of a command that was taken: whether it recorded anything. Absent where nothing was commanded. */
  readonly outcome?: string;
  readonly revision: string;
  readonly position: string;
}

/** True of a command that brought something about: a record, or a correction of one. A question commands nothing. */
export const hasRecorded = ({ outcome }: Answer): boolean => outcome !== undefined && outcome !== 'unchanged';

/** A command to be sent; `signal` cuts it off. */
export interface Sending {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** How a service is started that is not as always. */
export interface Starting {
  /** A command in front of it, such as `strace`. */
  readonly before?: readonly string[];
  /** Options of Node. */
  readonly node?: readonly string[];
  /** A child program of the trials that holds the service. */
  readonly child?: string;
}

/** The service cuts itself off after 9.5 s; this is against hanging. */
const longestDrainMs = 60_000;

/** Who works over a data directory, also after its service was killed and started again. */
const peopleOf = new Map<string, People>();

/** The whole service in a process of its own. */
export class Service {
  private constructor(
    readonly url: string,
    readonly process: RecordedChild,
    readonly cookie: string,
  ) {}

  /** @throws what it says on standard error when it does not start */
  static async start(programs: Programs, directory: string, starting: Starting = {}): Promise<Service> {
    const env = { REDLINE_DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'error' };
    const { before = [], node = [] } = starting;
    const program = starting.child === undefined ? programs.apiProgram : programs.child(starting.child);
    const child = startProgram([...before, process.execPath, ...node, program], { cwd: programs.folder, env });
    await child.spoken('Redline:');
    const url = /^Redline: (\S+)$/.exec(child.lines.at(-1) ?? '')?.[1];
    if (url === undefined) throw new Error(`the service did not start: ${child.errors}`);
    const people = new People(url, setupTokenIn(child.lines.join('\n')), peopleOf.get(directory));
    peopleOf.set(directory, people);
    return new Service(url, child, await people.cookieOf(wangFang));
  }

  /** @throws when no answer came */
  async send({ method, path, body, headers = {}, signal }: Sending): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.cookie, ...headers },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
    const isFile = !/json/.test(response.headers.get('content-type') ?? '');
    const told = await (isFile ? response.arrayBuffer() : response.json());
    return { ...(told as Answer), status: response.status };
  }

  /** @throws when no answer came */
  async get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${this.url}${path}`, { headers: { cookie: this.cookie } });
    return { status: response.status, body: await response.json() };
  }

  /** Does the work, then kills the service. */
  async whileAlive<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      await this.kill();
    }
  }

  async kill(): Promise<void> {
    this.process.kill();
    await this.process.ended;
  }

  /** Asks it to end, and waits. Broken promises: an end that had to be forced, or was not a good one. */
  async drain(): Promise<readonly string[]> {
    const force = setTimeout(() => this.process.kill(), longestDrainMs);
    this.process.signal('SIGTERM');
    await this.process.ended;
    clearTimeout(force);
    const { exitCode, errors } = this.process;
    return [
      ...(exitCode === 0 ? [] : [`ended with ${exitCode ?? 'a signal'}`]),
      ...(errors === '' ? [] : [`said at its end: ${errors.slice(0, 500)}`]),
    ];
  }
}

/** The log of a service that is gone. */
export const logOf = async (directory: string): ReturnType<typeof everyEvent> => {
  const opened = openLog(directory);
  try {
    return await everyEvent(opened);
  } finally {
    await opened.close();
  }
};
