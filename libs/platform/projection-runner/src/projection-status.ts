import type { EventLog } from '#platform/event-store';
import type { Build, BuildState } from './build.ts';
import type { RunnerClock } from './runner-clock.ts';

/** Where a projection stands. While no build of this version answers yet, it speaks of the one that is being filled. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly state: BuildState;
  /** The last position seen; undefined before the first event. */
  readonly position: bigint | undefined;
  readonly head: bigint | undefined;
  readonly lagEvents: number;
  /** Age of the oldest event not yet seen; 0 when there is none. */
  readonly lagSeconds: number;
  /** Events held back. */
  readonly parkedCount: number;
  /** How far a rebuild beside it has come, -1 at its beginning; undefined when there is none. */
  readonly rebuildPosition: bigint | undefined;
}

const ageSeconds = async (log: EventLog, after: bigint, nowMs: number): Promise<number> => {
  for await (const { recordedAt } of log.read({ after: after < 0n ? undefined : after, limit: 1 }))
    return Math.max(0, (nowMs - Date.parse(recordedAt)) / 1000);
  return 0;
};

/** Looks at a build and at the log. */
export const statusOf = async (
  build: Pick<Build, 'projection' | 'position' | 'state' | 'parked'>,
  rebuild: Pick<Build, 'position'> | undefined,
  { log, clock }: { readonly log: EventLog; readonly clock: RunnerClock },
): Promise<ProjectionStatus> => {
  const head = await log.head();
  const { position, state, parked, projection } = build;
  const lagEvents = Math.max(0, Number((head ?? -1n) - position));
  return {
    name: projection.name,
    version: projection.version,
    state,
    position: position < 0n ? undefined : position,
    head,
    lagEvents,
    lagSeconds: lagEvents === 0 ? 0 : await ageSeconds(log, position, clock.nowMs()),
    parkedCount: parked.count,
    rebuildPosition: rebuild?.position,
  };
};
