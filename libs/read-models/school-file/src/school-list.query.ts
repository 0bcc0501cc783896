import type { ReadStore } from '#platform/read-store';
import { inSmallLetters } from './school-list.projection.ts';
import type { ListedSchool } from './school-list.projection.ts';
import { schoolRow } from './school.row.ts';
import type { SchoolRow } from './school.row.ts';

/** A part of a list. `next` is the `after` of the part that follows; null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Which schools, and from where. */
export interface SchoolFilter {
  /** Part of a name or code, in great or small letters. */
  readonly q: string | null;
  readonly district: string | null;
  /** The code after which to begin. */
  readonly after: string | null;
  readonly limit: number;
}

/** Schools in the order of their codes. `total` counts all that fit, on every page. */
export const listSchools = async (
  store: ReadStore,
  { q, district, after, limit }: SchoolFilter,
): Promise<Page<ListedSchool> & { readonly total: number }> => {
  const query = store.dataSource.getRepository<SchoolRow>(schoolRow).createQueryBuilder('school');
  if (q !== null) {
    const part = `%${inSmallLetters(q).replace(/[!%_]/g, '!$&')}%`;
    query.andWhere("school.search LIKE :part ESCAPE '!'", { part });
  }
  if (district !== null) query.andWhere('school.district = :district', { district });
  const total = await query.getCount();
  if (after !== null) query.andWhere('school.code > :after', { after });
  const rows = await query
    .orderBy('school.code')
    .limit(limit + 1)
    .getMany();
  const items = rows.slice(0, limit).map((row) => JSON.parse(row.content) as ListedSchool);
  return { items, total, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null };
};

/** The code of the district that a school lies in; undefined for a school that the list does not show. */
export const districtOf = async (store: ReadStore, code: string): Promise<string | undefined> =>
  (await store.dataSource.getRepository<SchoolRow>(schoolRow).findOneBy({ code }))?.district;
