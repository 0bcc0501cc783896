import type { SchoolChangeContent, SchoolContent, SchoolEvent } from '#domain/schools';
import { factTypes, silentTypes } from '#facts';
import type { ChangeKind } from '#law';
import type { Recorded } from '#platform/event-store';
import type { Projection } from '#platform/projection-runner';
import { schoolRow } from './school.row.ts';
import type { SchoolRow } from './school.row.ts';

/** The name under which the runner keeps it. */
export const schoolListProjectionName = 'school-list';

/** A school of the list: the register's row as it stands today, whatever day a change takes effect. */
export interface ListedSchool extends SchoolContent {
  /** The successor's code, once a merger is recorded. */
  readonly mergedInto: string | null;
}

/** One row a school, as the register stands. */
export const schoolListProjection = (): Projection => ({
  name: schoolListProjectionName,
  version: 2,
  rows: [schoolRow],
  handles: ['School*'],
  ignores: [...factTypes, ...silentTypes],
  sequenceKey: ({ metadata }) => metadata['school'],
  handle: async (events, tx) => {
    const codes = [...new Set(events.map((event) => event.metadata['school'] ?? ''))];
    const rows = new Map((await tx.find<SchoolRow>(schoolRow, codes)).map((row) => [row.code, row]));
    for (const event of events) {
      const row = fold(rows.get(event.metadata['school'] ?? ''), event);
      if (row) rows.set(row.code, row);
    }
    await tx.upsert<SchoolRow>(schoolRow, [...rows.values()]);
  },
});

type Since = Readonly<Partial<Record<keyof ListedSchool, string>>>;

const fold = (row: SchoolRow | undefined, recorded: Recorded): SchoolRow | undefined => {
  const event = recorded as unknown as SchoolEvent;
  const before = row && { school: JSON.parse(row.content) as ListedSchool, since: JSON.parse(row.since) as Since };
  if (event.type === 'SchoolRegistered' || event.type === 'SchoolAmended') return rowOf(registered(before, event.data));
  return before && rowOf(changed(before, event.data));
};

/** How names and codes, and what is looked for in them, are spelled alike. */
export const inSmallLetters = (text: string): string => text.toLowerCase();

interface Listed {
  readonly school: ListedSchool;
  readonly since: Since;
}

const rowOf = ({ school, since }: Listed): SchoolRow => ({
  code: school.code,
  search: inSmallLetters(`${school.name}\n${school.code}`),
  district: school.district,
  content: JSON.stringify(school),
  since: JSON.stringify(since),
});

/** What the register's row says now; what a recorded change said stands over it. */
const registered = (before: Listed | undefined, content: SchoolContent): Listed => {
  const { code, name, authority, ownership, district, schoolType } = content;
  const { licenceNo, licenceUntil, principal, creditCode, majors } = content;
  const row = { code, name, authority, ownership, district, schoolType, licenceNo, licenceUntil, principal };
  const since = before?.since ?? {};
  const kept = Object.keys(since).map((field) => [field, before?.school[field as keyof ListedSchool]]);
  return { school: { ...row, creditCode, majors, mergedInto: null, ...Object.fromEntries(kept) }, since };
};

const fields: Readonly<Partial<Record<ChangeKind, keyof ListedSchool>>> = {
  LICENCE_RENEWED: 'licenceUntil',
  RENAMED: 'name',
  PRINCIPAL_CHANGED: 'principal',
  OWNERSHIP_CHANGED: 'ownership',
  DISTRICT_CHANGED: 'district',
  LICENCE_NUMBER_CHANGED: 'licenceNo',
  MERGED: 'mergedInto',
};

/** The change that takes effect last speaks, in whatever order they were recorded. Majors have their own history. */
const changed = (before: Listed, { kind, effectiveOn, value }: SchoolChangeContent): Listed => {
  const field = fields[kind];
  if (field === undefined || (before.since[field] ?? '') > effectiveOn) return before;
  return { school: { ...before.school, [field]: value }, since: { ...before.since, [field]: effectiveOn } };
};
