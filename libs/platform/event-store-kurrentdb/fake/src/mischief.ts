import type { ServiceError } from '@grpc/grpc-js';

/** What befalls the next append instead of its answer. */
export interface AppendMischief {
  /** Is it recorded nevertheless? */
  readonly commit: boolean;
  /** The failure of the whole call; silence without it. */
  readonly failure?: ServiceError;
}

/** What a spec makes the fake do wrong. */
export class Mischief {
  readonly appends: AppendMischief[] = [];
  /** Failures of the next reads and subscriptions, one each. */
  readonly reads: ServiceError[] = [];
  /** Reads that are no subscriptions get no answer. */
  silentReads = false;
  /** Subscriptions keep their connection and say nothing more. */
  muted = false;
  /** Subscriptions begin with the event at their place, which they should leave out. */
  repeatsFirst = false;
  /** Subscriptions send these checkpoints before anything else. */
  falseCheckpoints: readonly bigint[] = [];
  /** Batch appends are accepted and never looked at. */
  deaf = false;
}
