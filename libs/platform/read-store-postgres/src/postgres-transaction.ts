import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { rowShape } from '#platform/read-store';
import type { RowShape, SqlValue, WriteTransaction } from '#platform/read-store';
import { numberedPlaces } from './numbered-places.ts';
import type { WritingSession } from './writing-session.ts';

const rowsAtOnce = 1_000;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

type Columns = Pick<RowShape<never>, 'columns' | 'types' | 'keys'>;

/** One array for each column: a statement of one text and few values, however many rows. */
const upsertSql = ({ columns, types, keys }: Columns, table: string): string => {
  const changes = columns.filter((name) => !keys.includes(name)).map((name) => `"${name}" = excluded."${name}"`);
  const arrays = types.map((type, at) => `$${at + 1}::${type}[]`).join(', ');
  const onConflict = changes.length === 0 ? 'NOTHING' : `UPDATE SET ${changes.join(', ')}`;
  return `INSERT INTO ${table} (${quoted(columns)}) SELECT * FROM unnest(${arrays}) ON CONFLICT (${quoted(keys)}) DO ${onConflict}`;
};

/** One statement may not change a row twice: of rows with one key the last stays. */
const lastOfEachKey = (
  { columns, keys }: Columns,
  rows: readonly (readonly SqlValue[])[],
): readonly (readonly SqlValue[])[] => {
  const places = keys.map((key) => columns.indexOf(key));
  const byKey = new Map(rows.map((values) => [places.map((at) => String(values[at])).join('\0'), values]));
  return byKey.size === rows.length ? rows : [...byKey.values()];
};

/** The port's transaction in PostgreSQL's words. */
export class PostgresTransaction implements WriteTransaction {
  readonly #session: WritingSession;
  readonly #dataSource: DataSource;
  readonly #name: (table: string) => string;

  constructor(session: WritingSession, dataSource: DataSource, name = (table: string): string => table) {
    this.#session = session;
    this.#dataSource = dataSource;
    this.#name = name;
  }

  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.#ask(sql, values)).changes;
  }

  async all<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#ask<Row>(sql, values)).rows;
  }

  async upsert<Row extends ObjectLiteral>(target: EntityTarget<Row>, rows: readonly Row[]): Promise<void> {
    const shape = rowShape(this.#dataSource, target);
    const sql = upsertSql(shape, this.table(target));
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const values = lastOfEachKey(shape, rows.slice(at, at + rowsAtOnce).map(shape.toValues));
      await this.#session.query(
        sql,
        shape.columns.map((_, column) => values.map((row) => row[column])),
      );
    }
  }

  async find<Row extends ObjectLiteral>(target: EntityTarget<Row>, keys: readonly (string | number)[]): Promise<Row[]> {
    if (keys.length === 0) return [];
    const shape = rowShape(this.#dataSource, target);
    const key = shape.keys[0] as string;
    const type = shape.types[shape.columns.indexOf(key)];
    const sql = `SELECT * FROM ${this.table(target)} WHERE "${key}" = ANY ($1::${type}[])`;
    const { rows } = await this.#session.query<Record<string, unknown>>(sql, [keys]);
    return rows.map((record) => shape.toRow(record));
  }

  table<Row extends ObjectLiteral>(target: EntityTarget<Row>): string {
    return `"${this.#name(rowShape(this.#dataSource, target).table)}"`;
  }

  renamed(name: (table: string) => string): WriteTransaction {
    return new PostgresTransaction(this.#session, this.#dataSource, name);
  }

  #ask<Row>(sql: string, values: readonly SqlValue[]) {
    return this.#session.query<Row>(numberedPlaces(sql, values.length), values);
  }
}
