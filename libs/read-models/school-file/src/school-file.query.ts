import type { SchoolContent } from '#domain/schools';
import { bearsOnFacts, factEventOf, foldSchool, noFacts } from '#facts';
import { isLocalDate } from '#kernel';
import type { EventLog, Recorded } from '#platform/event-store';
import type { Page } from './school-list.query.ts';

/** One school with the number of what is recorded about it. */
export interface SchoolSummary {
  readonly school: SchoolContent;
  /** Of the register's own stream: what If-Match compares. */
  readonly revision: number;
  /** The last event about the school. */
  readonly position: number;
  readonly counts: Readonly<Record<'changes' | 'reports' | 'orders' | 'cases' | 'decisions' | 'followUps', number>>;
}

/** The register's row of one school, as it was last registered or amended; undefined for an unknown code. */
export const findSchool = async (log: EventLog, code: string): Promise<SchoolSummary | undefined> => {
  let school: SchoolContent | undefined;
  let revision = -1;
  let facts = noFacts(code);
  for await (const event of log.read({ filter: { keys: [code] } })) {
    if (event.type === 'SchoolRegistered' || event.type === 'SchoolAmended') school = contentOf(event);
    if (event.type.startsWith('School')) revision = Number(event.revision);
    facts = foldSchool(facts, factEventOf(event));
  }
  if (school === undefined) return undefined;
  const { changes, reports, orders, cases, decisions, followUps } = facts;
  const counts = {
    changes: changes.length,
    reports: reports.length,
    orders: orders.length,
    cases: cases.length,
    decisions: decisions.length,
    followUps: followUps.length,
  };
  return { school, revision, position: facts.position, counts };
};

const contentOf = ({ data }: Recorded): SchoolContent => {
  const { creditCodeOverride: _override, correctionReason: _reason, ...content } = data;
  return content as unknown as SchoolContent;
};

/** One recorded event in both of its times: when it was recorded, and the business days that it speaks of. */
export interface FileEntry {
  readonly position: string;
  readonly recordedAt: string;
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly days: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly actorTrust: string;
  readonly source: string;
  /** Where in which file it stood, for what a workbook brought. */
  readonly workbook: { readonly sha256: string; readonly sheet: string; readonly row: number } | null;
  readonly data: object;
}

/**
 * A school's whole history as it was recorded, corrected versions included, oldest first: its own events, and those
 * about several schools that reach it. Read from the log itself, so it is never behind. `after` is exclusive.
 */
export const schoolFile = async (
  log: EventLog,
  code: string,
  page: { readonly after: number; readonly limit: number },
): Promise<Page<FileEntry>> => {
  const items: FileEntry[] = [];
  const documents = new Set<unknown>();
  for await (const event of log.read({ filter: { keys: [code, ''] } })) {
    if (!reaches(event, code, documents)) continue;
    documents.add(event.data['number']);
    if (event.position <= page.after) continue;
    if (items.length === page.limit) return { items, next: items.at(-1)?.position ?? null };
    items.push(entryOf(event));
  }
  return { items, next: null };
};

/** Of what concerns several: a campaign for all or for this one, or a follow-up on one of its documents. */
const reaches = ({ type, metadata, data }: Recorded, code: string, documents: ReadonlySet<unknown>): boolean => {
  if (metadata['school'] !== undefined) return true;
  if (!bearsOnFacts(type)) return false; // a key that may read about the school is no part of its file
  const { schools, target } = data;
  if (Array.isArray(schools)) return schools.length === 0 || schools.includes(code);
  return target !== undefined && documents.has(target);
};

const entryOf = ({ position, recordedAt, stream, revision, type, data, metadata }: Recorded): FileEntry => ({
  position: String(position),
  recordedAt,
  stream,
  revision: String(revision),
  type,
  days: Object.fromEntries(Object.entries(data).filter((entry): entry is [string, string] => isLocalDate(entry[1]))),
  actor: metadata['actor'] ?? '',
  actorTrust: metadata['actorTrust'] ?? '',
  source: metadata['source'] ?? '',
  workbook: metadata['sourceFile']
    ? { sha256: metadata['sourceFile'], sheet: metadata['sourceSheet'] ?? '', row: Number(metadata['sourceRow']) }
    : null,
  data,
});
