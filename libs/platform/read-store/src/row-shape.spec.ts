import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, DataSource, Entity, EntitySchema, Index, PrimaryColumn } from 'typeorm';
import { createIndexSqls, createTableSql, rowShape } from '#platform/read-store';

@Entity({ name: 'case_row' })
@Index(['district', 'open'])
class CaseRow {
  @PrimaryColumn('text') school!: string;
  @PrimaryColumn('integer', { name: 'case_no' }) caseNo!: number;
  @Column('text', { nullable: true }) district!: string | null;
  @Column('boolean') open!: boolean;
  @Column('simple-json') articles!: readonly string[];
}

const linked = new EntitySchema<{ id: string; other: unknown }>({
  name: 'linked',
  columns: { id: { type: 'text', primary: true } },
  relations: { other: { type: 'many-to-one', target: 'linked' } },
});

const narrow = new EntitySchema<{ id: string; share: number }>({
  name: 'narrow',
  columns: { id: { type: 'text', primary: true }, share: { type: 'real' } },
});

const dataSource = new DataSource({
  type: 'better-sqlite3',
  database: ':memory:',
  entities: [CaseRow, linked, narrow],
});
const row: CaseRow = { school: 's1', caseNo: 7, district: null, open: true, articles: ['第五条'] };

describe('the shape of a row', () => {
  beforeAll(async () => {
    await dataSource.initialize();
  });
  afterAll(() => dataSource.destroy());

  it('spells booleans and JSON as the entity says, and reads them back', () => {
    const { columns, keys, toValues, toRow } = rowShape(dataSource, CaseRow);
    const values = toValues(row);
    expect(keys).toEqual(['school', 'case_no']);
    expect(values).toEqual(['s1', 7, null, 1, '["第五条"]']);
    expect(toRow(Object.fromEntries(columns.map((column, at) => [column, values[at]])))).toEqual(row);
  });

  it('writes NULL for a property left out', () => {
    const { toValues } = rowShape(dataSource, CaseRow);
    expect(toValues({ school: 's1', caseNo: 1 } as CaseRow)).toEqual(['s1', 1, null, null, null]);
  });

  it('makes statements that the database accepts, twice', async () => {
    const statements = [
      createTableSql(dataSource, CaseRow, 'case_row_v2_b1'),
      ...createIndexSqls(dataSource, CaseRow, 'case_row_v2_b1'),
    ];
    for (const sql of [...statements, ...statements]) await dataSource.query(sql);
    const found = await dataSource.query<{ name: string; notnull: number; pk: number }[]>(
      `SELECT name, "notnull", pk FROM pragma_table_info('case_row_v2_b1')`,
    );
    expect(found).toEqual([
      { name: 'school', notnull: 1, pk: 1 },
      { name: 'case_no', notnull: 1, pk: 2 },
      { name: 'district', notnull: 0, pk: 0 },
      { name: 'open', notnull: 1, pk: 0 },
      { name: 'articles', notnull: 1, pk: 0 },
    ]);
    expect(statements[1]).toContain('"case_row_v2_b1_by_district_open"');
  });

  it('gives integers 64 bits, and refuses a type that is not the same in both databases', () => {
    expect(rowShape(dataSource, CaseRow).types).toEqual(['text', 'bigint', 'text', 'boolean', 'text']);
    expect(() => rowShape(dataSource, narrow)).toThrow('narrow.share: the databases do not share the type real');
  });

  it('refuses a table name that PostgreSQL would cut short', () => {
    expect(() => createTableSql(dataSource, CaseRow, 'c'.repeat(64))).toThrow('longer than 63 bytes');
  });

  it('refuses relations', () => {
    expect(() => rowShape(dataSource, linked)).toThrow('no relations');
  });
});
