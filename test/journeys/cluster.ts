import { randomBytes } from 'node:crypto';
import { FakeKurrentServer } from '#platform/event-store-kurrentdb/fake';
import type { ClusterPlace } from '#platform/settings';
import { PostgresServer } from '#testing';
import { startWorker } from '../../apps/worker/src/worker.ts';
import type { RunningWorker } from '../../apps/worker/src/worker.ts';

/** A cluster on one machine: a FAKE of a KurrentDB node, a real PostgreSQL, and workers as one starts them. */
export class Cluster {
  readonly workers: RunningWorker[] = [];
  /** What the workers wrote to their logs. */
  readonly lines: string[] = [];

  private constructor(
    readonly kurrent: FakeKurrentServer,
    readonly postgres: PostgresServer,
    readonly place: ClusterPlace,
  ) {}

  static async start(): Promise<Cluster> {
    const [kurrent, postgres] = [await FakeKurrentServer.start(), await PostgresServer.start()];
    const postgresUrl = await postgres.newDatabase();
    return new Cluster(kurrent, postgres, {
      mode: 'cluster',
      kurrentUrl: kurrent.url,
      postgresUrl,
      allowsUnfitStore: true,
      identityKey: randomBytes(32).toString('base64'),
      vaultKey: randomBytes(32).toString('base64'),
    });
  }

  async startWorker(place: ClusterPlace = this.place): Promise<RunningWorker> {
    const config = { place, host: '127.0.0.1', port: 0, logLevel: 'info' } as const;
    const worker = await startWorker(config, { write: (line: string) => void this.lines.push(line) });
    this.workers.push(worker);
    return worker;
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
  }

  async stop(): Promise<void> {
    await this.stopWorkers();
    await this.kurrent.stop();
    await this.postgres.stop();
  }
}
