import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ProjectionProgress } from './projection-progress.ts';
import type { ProjectionStatus } from './projection-status.ts';

const gauges: readonly (readonly [name: string, help: string, of: (status: ProjectionStatus) => number])[] = [
  ['projection_lag_events', 'Recorded events the projection has not seen', ({ lagEvents }) => lagEvents],
  ['projection_lag_seconds', 'Age of the oldest event the projection has not seen', ({ lagSeconds }) => lagSeconds],
  ['projection_parked', 'Events held back because an event of their key was poison', ({ parkedCount }) => parkedCount],
];

/** Registers the metrics of all projections; lags are looked at when the registry is read. */
export const registerRunnerMetrics = (runner: ProjectionProgress, registry: Registry): void => {
  const shared = { labelNames: ['projection'] as const, registers: [registry] };
  for (const [name, help, of] of gauges) {
    const gauge: Gauge<'projection'> = new Gauge({
      ...shared,
      name,
      help,
      collect: async () => {
        for (const status of await runner.status()) gauge.set({ projection: status.name }, of(status));
      },
    });
  }
  const events = new Counter({ ...shared, name: 'projection_events_total', help: 'Events folded or held back' });
  const seconds = new Histogram({
    ...shared,
    name: 'projection_batch_seconds',
    help: 'Time from the start of a batch to its commit',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
  });
  runner.observe(({ projection, events: count, seconds: time }) => {
    events.inc({ projection }, count);
    seconds.observe({ projection }, time);
  });
};
