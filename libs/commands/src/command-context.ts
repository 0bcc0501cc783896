import type { EventData } from '#kernel';
import type { Actor } from '#policy';

/** Where a command came from. A workbook records what was done on paper. */
export type CommandSource = 'api' | 'workbook' | 'process' | 'cli';

/** The row of a workbook that a command comes from; `notes` are its columns that the register does not know. */
export interface WorkbookRow {
  readonly sha256: string;
  readonly sheet: string;
  readonly row: number;
  readonly notes: Readonly<Record<string, string>>;
}

/** Who asks and why: an argument of every call, never ambient state. It becomes the event's metadata. */
export interface CommandContext {
  /** As the session, the key or the operating system says. Nothing is carried out that the policy denies them. */
  readonly actor: Actor;
  /** `unverified`: nobody signed in; it is whoever holds the data directory, by the name that the system knows. */
  readonly actorTrust: 'verified' | 'unverified';
  readonly source: CommandSource;
  /** The caller's idempotency key: the same key answers the same and appends nothing. */
  readonly commandId?: string | undefined;
  /** Refuse unless the stream stands at this revision (If-Match). */
  readonly expectedRevision?: bigint | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly workbook?: WorkbookRow | undefined;
}

/** What a command answers once it is durable. Without a change, revision and position are those of the stream's end. */
export interface CommandAnswer {
  /** The stream that holds the record. */
  readonly id: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** `unchanged`: the same was recorded already, and nothing was appended. */
  readonly outcome: 'recorded' | 'corrected' | 'unchanged';
  /** The last event that it recorded; left out where nothing was appended. */
  readonly lastEvent?: EventData;
  /** The same command was carried out before, under the same id: this is what it answered. */
  readonly isRepeat?: true;
}

/** The metadata of the events of one command: a flat map of strings. */
export const metadataOf = (
  context: CommandContext,
  command: { readonly hash: string; readonly rulesVersion: string },
): Readonly<Record<string, string>> => {
  const { actor, actorTrust, source, commandId, workbook, correlationId, causationId } = context;
  return {
    actor: actor.id,
    actorTrust,
    source,
    rulesVersion: command.rulesVersion,
    ...(commandId === undefined ? {} : { commandId, commandHash: command.hash }),
    ...(workbook === undefined
      ? {}
      : {
          sourceFile: workbook.sha256,
          sourceSheet: workbook.sheet,
          sourceRow: String(workbook.row),
          ...notesOf(workbook),
        }),
    ...(correlationId === undefined ? {} : { $correlationId: correlationId }),
    ...(causationId === undefined ? {} : { $causationId: causationId }),
  };
};

const notesOf = ({ notes }: WorkbookRow): Readonly<Record<string, string>> =>
  Object.keys(notes).length === 0 ? {} : { sourceNotes: JSON.stringify(notes) };
