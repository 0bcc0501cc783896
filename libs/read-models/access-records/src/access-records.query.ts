import type { AccessEvent } from '#domain/access-records';
import type { EventLog, Recorded } from '#platform/event-store';

/** A record of access with its place in the log. */
export type AccessEntry = AccessEvent & {
  readonly position: string;
  /** When it was recorded; `data.at` says when it happened. */
  readonly recordedAt: string;
  /** Who had it recorded: for a session that an administrator ended, that one. */
  readonly recordedBy: string;
};

/** A part of the records. `next` is the position after which the part that follows begins; null at the end. */
export interface AccessPage {
  readonly items: readonly AccessEntry[];
  readonly next: string | null;
}

const types: Readonly<Record<AccessEvent['type'], true>> = {
  SignedIn: true,
  SignInRefused: true,
  SteppedUp: true,
  SignedOut: true,
  AccessDenied: true,
};
const prefixes = Object.keys(types);

/** Who came in and who was turned away (登录记录), from the log itself. */
export class AccessRecords {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** At most `limit` records after a position of the log, oldest first; -1 stands before the first. */
  async accessRecordsAfter(position: number, limit: number): Promise<AccessPage> {
    const after = position < 0 ? undefined : BigInt(position);
    const items: AccessEntry[] = [];
    for await (const event of this.#log.read({ after, filter: { types: prefixes } })) {
      if (!Object.hasOwn(types, event.type)) continue; // a prefix may find a later type
      if (items.length === limit) return { items, next: items.at(-1)?.position ?? null };
      items.push(entryOf(event));
    }
    return { items, next: null };
  }
}

const entryOf = ({ type, data, position, recordedAt, metadata }: Recorded): AccessEntry => {
  const place = { position: String(position), recordedAt, recordedBy: metadata['actor'] ?? '' };
  return { type, data, ...place } as unknown as AccessEntry; // its type is one of the five
};
