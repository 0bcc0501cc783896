import { factEventOf, factTypes, silentTypes } from '#facts';
import type { LocalDate } from '#kernel';
import type { EventLog, Recorded } from '#platform/event-store';
import { partitionOf } from '#platform/projection-runner';
import type { Partition, Projection } from '#platform/projection-runner';
import type { WriteTransaction } from '#platform/read-store';
import { changeRow } from './change.row.ts';
import type { ChangeRow } from './change.row.ts';
import { FoldedSchools } from './folded-schools.ts';
import { foldedRow } from './folded.row.ts';
import type { FoldedRow } from './folded.row.ts';
import { isOfficeKey, officeKeyOf } from './office-key.ts';
import { mostPacked, packChanges } from './packed-changes.ts';
import { changesIn } from './verdict-changes.ts';
import type { Step } from './verdict-changes.ts';

/** The name under which the runner keeps it. */
export const eligibilityProjectionName = 'eligibility';

/** Of how many events each build keeps facts between batches; the less, the more it reads again while catching up. */
export interface EligibilityMemory {
  readonly events: number;
}

/** The feed of the verdicts that events changed, and how far each school was folded for it from the log. */
export const eligibilityProjection = (log: EventLog, memory: EligibilityMemory): Projection => {
  const builds = new Map<string, FoldedSchools>(); // by table: a rebuild folds beside the build that answers
  return {
    name: eligibilityProjectionName,
    version: 3,
    rows: [foldedRow, changeRow],
    handles: factTypes,
    ignores: silentTypes,
    sequenceKey: ({ metadata }) => metadata['school'],
    handle: async (events, tx, partition) => {
      const table = tx.table(changeRow);
      const folded = builds.get(table) ?? new FoldedSchools(log, officeKeyOf(partition.index), memory.events);
      builds.set(table, folded);
      await project(events, { tx, folded, partition });
    },
    rest: () => {
      for (const folded of builds.values()) folded.rest();
    },
  };
};

interface Place {
  readonly tx: WriteTransaction;
  readonly folded: FoldedSchools;
  readonly partition: Partition;
}

const project = async (events: readonly Recorded[], place: Place): Promise<void> => {
  const { tx, folded } = place;
  const first = events[0];
  if (!first) return;
  folded.begin(Number(first.position));
  const reached = reachedBy(events, folded.rowKey);
  await folded.load(
    tx,
    reached.map(({ school }) => school).filter((key) => !isOfficeKey(key)),
  );
  const changes: ChangeRow[] = [];
  const folding = { ...place, reached, dayOf: shanghaiDays() };
  for (const event of events) {
    const school = event.metadata['school'];
    if (school === undefined) changes.push(...(await changesOfAll(event, folding)));
    else {
      const change = ownChange(event, school, folding);
      if (change) changes.push(change);
    }
  }
  await tx.upsert<FoldedRow>(foldedRow, reached);
  await tx.upsert<ChangeRow>(changeRow, changes);
  folded.end();
};

/** The last event of each school, and of those about several. */
const reachedBy = (events: readonly Recorded[], rowKey: string): readonly FoldedRow[] => {
  const reached = new Map<string, number>();
  for (const { metadata, position } of events) reached.set(metadata['school'] ?? rowKey, Number(position));
  return Array.from(reached, ([school, position]) => ({ school, position }));
};

interface Folding extends Place {
  /** Where the batch will end. */
  readonly reached: readonly FoldedRow[];
  readonly dayOf: (instant: string) => LocalDate;
}

/** Judges one school before and after an event about it. Nearly every event is one: nothing here waits. */
const ownChange = (event: Recorded, school: string, { folded, dayOf }: Folding): ChangeRow | undefined => {
  const before = folded.known(school);
  folded.fold(school, factEventOf(event));
  return changeOf(event, { before, after: folded.known(school), day: dayOf(event.recordedAt) }, folded);
};

/** Judges every school before and after an event about several. */
const changesOfAll = async (event: Recorded, folding: Folding): Promise<readonly ChangeRow[]> => {
  const { tx, folded } = folding;
  const schools = await everySchool(folding);
  const day = folding.dayOf(event.recordedAt);
  const old = folded.office;
  folded.foldOffice(factEventOf(event));
  const now = folded.office;
  const rows: ChangeRow[] = [];
  for await (const page of folded.pagesOf(tx, schools))
    for (const facts of page) {
      const step = { before: { office: old, facts }, after: { office: now, facts }, day };
      const row = changeOf(event, step, folded);
      if (row) rows.push(row);
    }
  return rows;
};

/** What an event changed for a school, on the day of its recording; undefined for nothing. */
const changeOf = (
  { position, recordedAt, metadata }: Recorded,
  step: Step,
  { outlooks }: FoldedSchools,
): ChangeRow | undefined => {
  const changes = changesIn(outlooks, step);
  if (changes.length === 0) return undefined;
  const school = step.before.facts.code;
  const n = metadata['school'] === undefined ? Number(school) * mostPacked : 0; // the same whoever else is changed, and by whom
  return { position: Number(position), n, school, changes: packChanges(changes), recordedAt };
};

const everySchool = async ({ tx, partition, reached }: Folding): Promise<readonly string[]> => {
  const known = await tx.all<{ school: string }>(`SELECT school FROM ${tx.table(foldedRow)}`);
  const schools = new Set([...known, ...reached].map((row) => row.school));
  const isOwn = (key: string): boolean => !isOfficeKey(key) && partitionOf(key, partition.of) === partition.index;
  return [...schools].filter(isOwn).toSorted();
};

const shanghaiMs = 8 * 3_600_000;

/** The business day of an instant: Shanghai's clocks have stood at +08:00 since 1992. */
export const shanghaiDay = (instant: string): string =>
  new Date(Date.parse(instant) + shanghaiMs).toISOString().slice(0, 10);

/** `shanghaiDay` for instants in order: within an hour of UTC the day there stays the same. */
const shanghaiDays = (): ((instant: string) => LocalDate) => {
  let [hour, day] = ['', ''];
  return (instant) => {
    const inHour = instant.slice(0, 'YYYY-MM-DDTHH'.length);
    if (inHour !== hour) [hour, day] = [inHour, shanghaiDay(instant)];
    return day;
  };
};
