import pg from 'pg';
import { setTimeout as after } from 'node:timers/promises';
import { openLogAt } from '#composition';
import type { OpenLog } from '#composition';
import type { Recorded } from '#platform/event-store';
import { changeRow, EligibilityDesk, LogRows, readQuestion } from '#read-models/eligibility';
import { TcpProxy } from '#testing';
import { Cluster } from '../../journeys/cluster.ts';
import { Office } from '../../journeys/office.ts';
import type { Reply } from '../../journeys/office.ts';
import { CommitLine } from './commit-line.ts';
import { placesOf } from './examine.ts';
import { correcting, registering, schoolCode } from './school-commands.ts';
import type { Sending } from './service.ts';
import { openRows, realTables, rowFaults } from './watched-rows.ts';

const patienceMs = 90_000;
const pauseMs = 20;
const on = '2024-06-01';

/** A command that was answered 2xx, and where its event is said to stand. */
interface Acknowledged {
  readonly key: string;
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
}

/** A FAKE KurrentDB, a real PostgreSQL behind two lines that can fail, two workers, a service, and officers who do not give up. */
export class BesetCluster {
  /** How often a command was refused before it was acknowledged, by status. */
  readonly refusals = new Map<number, number>();
  readonly #events: Recorded[] = [];
  readonly #acknowledged: Acknowledged[] = [];
  #schools = 0;

  readonly cluster: Cluster;
  readonly line: TcpProxy;
  readonly commits: CommitLine;
  readonly #office: Office;
  /** The log read past the lines. */
  readonly #log: OpenLog;

  private constructor(lines: { cluster: Cluster; line: TcpProxy; commits: CommitLine }, office: Office, log: OpenLog) {
    ({ cluster: this.cluster, line: this.line, commits: this.commits } = lines);
    [this.#office, this.#log] = [office, log];
  }

  static async start(): Promise<BesetCluster> {
    const cluster = await Cluster.start();
    const line = await TcpProxy.to(cluster.postgres.port);
    const commits = await CommitLine.to(line.port);
    const postgresUrl = cluster.place.postgresUrl.replace(`:${cluster.postgres.port}/`, `:${commits.port}/`);
    const place = { ...cluster.place, postgresUrl };
    for (let n = 0; n < 2; n += 1) await cluster.startWorker(place);
    const office = await Office.open(place);
    const beset = new BesetCluster({ cluster, line, commits }, office, await openLogAt(cluster.place));
    await beset.registered();
    return beset;
  }

  async stop(): Promise<void> {
    await this.#office.close();
    await this.#log.close();
    await this.cluster.stop();
    await this.commits.stop();
    await this.line.stop();
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  /** Registers a school, then corrects its row; answers its code. */
  async work(): Promise<string> {
    const code = await this.registered();
    await this.#acknowledgedOnce(`${code}-corrected`, correcting(code, '李校长'));
    return code;
  }

  /** Registers a school; sent again with the same key until it is acknowledged. */
  async registered(): Promise<string> {
    this.#schools += 1;
    const code = schoolCode(this.#schools);
    await this.#acknowledgedOnce(`${code}-registered`, registering(code));
    return code;
  }

  /** How long it takes until a new command is acknowledged and its verdict is given, in milliseconds. */
  async heal(): Promise<number> {
    const beganMs = performance.now();
    await this.#verdictOn(await this.registered());
    return performance.now() - beganMs;
  }

  /** Broken promises about the log, and about the answers for these schools. */
  async faults(schools: readonly string[]): Promise<readonly string[]> {
    const last = this.#events.at(-1)?.position;
    for await (const event of this.#log.log.read(last === undefined ? {} : { after: last })) this.#events.push(event);
    const faults = [...placesOf(this.#events)];
    const commanded = this.#events.filter(({ metadata }) => metadata['school'] !== undefined); // people sign in besides
    if (commanded.length !== this.#acknowledged.length)
      faults.push(`${commanded.length} events of ${this.#acknowledged.length} commands`);
    const isElsewhere = ({ key, stream, revision, position }: Acknowledged): boolean => {
      const event = this.#events[Number(position)];
      const isThere = event?.stream === stream && String(event.revision) === revision;
      return !isThere || event.metadata['commandId'] !== key;
    };
    faults.push(...this.#acknowledged.filter(isElsewhere).map(({ key }) => `${key} is not where it was said to be`));
    const desk = new EligibilityDesk(new LogRows(this.#log.log));
    for (const school of schools) {
      const fromLog = JSON.stringify(await desk.answer(readQuestion({ school, on }, on)));
      const given = JSON.stringify(await this.#verdictOn(school));
      if (given !== fromLog) faults.push(`the answer about ${school} is ${given}, from the log ${fromLog}`);
    }
    return faults;
  }

  /** Where the rows in PostgreSQL differ from a clean rebuild, once they have had the time to follow. */
  async rowFaults(): Promise<readonly string[]> {
    const { postgresUrl: url } = this.cluster.place;
    const rows = await openRows({ url, schema: await schemaOfRows(url) });
    try {
      for (const untilMs = Date.now() + patienceMs; ; await after(pauseMs * 10)) {
        const faults = await rowFaults(rows, this.#log.log, realTables);
        if (faults.length === 0 || Date.now() > untilMs) return faults;
      }
    } finally {
      await rows.close();
    }
  }

  async #acknowledgedOnce(key: string, { method, path, body }: Sending): Promise<void> {
    const headers = { 'idempotency-key': key };
    const { id, revision, position } = await this.#untilGiven(`${key} was not acknowledged`, async () => {
      const reply = await this.#office.command(path, body, { method, headers });
      if (reply.status >= 300) this.refusals.set(reply.status, (this.refusals.get(reply.status) ?? 0) + 1);
      return reply;
    });
    this.#acknowledged.push({ key, stream: id, revision: String(revision), position: String(position) });
  }

  /** The service's answer, once it knows everything that was recorded. */
  async #verdictOn(school: string): Promise<unknown> {
    const head = await this.#log.log.head();
    return this.#untilGiven(`no answer about ${school}`, () =>
      this.#office.get(`/api/v1/eligibility/${school}?on=${on}&minPosition=${head}`),
    );
  }

  /** What the service's own log says of a problem. */
  #toldOf({ traceId }: Reply['body']): string {
    return this.#office.lines.filter((line) => line.includes(String(traceId))).join('');
  }

  /** Asks again as long as the service says that it cannot answer yet. @throws for any other answer, and when patience is over */
  async #untilGiven(otherwise: string, ask: () => Promise<Reply>): Promise<Reply['body']> {
    for (const untilMs = Date.now() + patienceMs; ; await after(pauseMs)) {
      const { status, body } = await ask();
      if (status < 300) return body;
      if (status !== 503) throw new Error(`${otherwise}: ${status} ${JSON.stringify(body)} ${this.#toldOf(body)}`);
      if (Date.now() > untilMs) throw new Error(otherwise);
    }
  }
}

/** Where the workers keep their rows. */
const schemaOfRows = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { name } = changeRow.options;
    const { rows } = await client.query<{ schema: string }>(
      'SELECT schemaname AS schema FROM pg_views WHERE viewname = $1',
      [name],
    );
    if (!rows[0]) throw new Error(`nobody keeps ${name}`);
    return rows[0].schema;
  } finally {
    await client.end();
  }
};
