import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { openWorkAt, readModelNames } from '#composition';
import type { OpenWork } from '#composition';
import type { WorkerConfig } from './config.ts';

/** A worker at work, and where it tells of its health. */
export interface RunningWorker {
  readonly url: string;
  /** Finishes what is in hand and leaves its places to other workers at once. */
  close(): Promise<void>;
}

/**
 * Makes the log and keeps the read models, as long as no other worker does. `logTo` takes the log's lines; standard
 * error by default. @throws what the stores say, in one line each
 */
export const startWorker = async (config: WorkerConfig, logTo?: DestinationStream): Promise<RunningWorker> => {
  const logger = pino({ level: config.logLevel, base: null }, logTo ?? pino.destination(2));
  const report: Parameters<typeof openWorkAt>[1] = (problem) =>
    logger.error({ ...problem, position: String(problem.position), err: problem.error }, 'work');
  const work = await openWorkAt(config.place, report, config.webhooks);
  const server = fastify();
  addHealth(server, work);
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    return { url, close: () => server.close().then(() => work.close()) };
  } catch (error) {
    await work.close();
    throw error;
  }
};

/** A standby is as healthy as a leader: it only has nothing to do. Without PostgreSQL neither can work. */
const addHealth = (server: FastifyInstance, work: OpenWork): void => {
  const metrics = metricsOf(work);
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    try {
      await work.check();
    } catch {
      return reply.code(503).send({ status: 'unavailable' });
    }
    const { sequencer, partitions, projections } = await work.status();
    return {
      status: 'ready',
      sequencer,
      partitions,
      projections: projections.map(({ name, partition, state, position, lagEvents, parkedCount }) => ({
        name,
        partition,
        state,
        position: String(position ?? -1n),
        lag: lagEvents,
        parked: parkedCount,
      })),
    };
  });
  server.post('/projections/:name/rebuild', async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    if (!(readModelNames as readonly string[]).includes(name)) return reply.code(404).send({ code: 'not-found' });
    await work.rebuild(name);
    return { rebuilt: name };
  });
  server.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.metrics();
  });
};

const metricsOf = (work: OpenWork): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, look: () => Promise<number>): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => made.set(await look()),
    });
  };
  gauge('sequencer_leading', '1 while this worker makes the log', async () =>
    Number((await work.status()).sequencer.isLeading),
  );
  gauge(
    'sequencer_waiting',
    'Committed events that have no position yet',
    async () => (await work.status()).sequencer.waiting,
  );
  gauge('partitions_kept', 'Partitions of the read models that this worker keeps', async () => {
    const { partitions } = await work.status();
    return partitions.length;
  });
  const lag: Gauge<'projection' | 'partition'> = new Gauge({
    name: 'projection_lag_events',
    help: 'Recorded events the projection has not seen',
    labelNames: ['projection', 'partition'] as const,
    registers: [registry],
    collect: async () => {
      lag.reset(); // what another worker keeps now is its own to tell
      for (const { name, partition, lagEvents } of (await work.status()).projections)
        lag.set({ projection: name, partition }, lagEvents);
    },
  });
  return registry;
};
