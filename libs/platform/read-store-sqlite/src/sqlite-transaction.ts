import type { Database, Statement } from 'better-sqlite3';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { ReadStoreUnavailable, rowShape } from '#platform/read-store';
import type { RowShape, SqlValue, TransactionScope, WriteTransaction } from '#platform/read-store';

const rowsPerTurn = 2_000;
const statementsKept = 200;

/** The one writing connection with its prepared statements, oldest out first. */
export class WritingConnection {
  readonly database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(database: Database) {
    this.database = database;
  }

  prepare(sql: string): Statement {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > statementsKept) {
      for (const [oldest] of this.#statements) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return statement;
  }
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

const upsertSql = (shape: Pick<RowShape<never>, 'columns' | 'keys'>, table: string): string => {
  const changes = shape.columns
    .filter((name) => !shape.keys.includes(name))
    .map((name) => `"${name}" = excluded."${name}"`);
  const places = shape.columns.map(() => '?').join(', ');
  const onConflict = changes.length === 0 ? 'NOTHING' : `UPDATE SET ${changes.join(', ')}`;
  return `INSERT INTO ${table} (${quoted(shape.columns)}) VALUES (${places}) ON CONFLICT (${quoted(shape.keys)}) DO ${onConflict}`;
};

/** A transaction on the writing connection. It lives from BEGIN to COMMIT; a call after that, or after a rollback, is refused. */
export class SqliteTransaction implements WriteTransaction {
  readonly #connection: WritingConnection;
  readonly #dataSource: DataSource;
  readonly #scope: TransactionScope;
  readonly #name: (table: string) => string;

  constructor(
    connection: WritingConnection,
    dataSource: DataSource,
    { scope, name = (table: string) => table }: { scope: TransactionScope; name?: (table: string) => string },
  ) {
    this.#connection = connection;
    this.#dataSource = dataSource;
    this.#scope = scope;
    this.#name = name;
  }

  run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return this.#scope.run(() => this.#prepare(sql).run(...values).changes);
  }

  all<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#scope.run(() => this.#prepare(sql).all(...values) as Row[]);
  }

  async upsert<Row extends ObjectLiteral>(target: EntityTarget<Row>, rows: readonly Row[]): Promise<void> {
    const shape = rowShape(this.#dataSource, target);
    const sql = upsertSql(shape, this.table(target));
    for (let at = 0; at < rows.length; at += rowsPerTurn) {
      // The driver is synchronous: without a turn between, a rebuild would hold up every query of the process.
      if (at > 0) await nextTurn();
      const end = Math.min(at + rowsPerTurn, rows.length);
      await this.#scope.run(() => {
        const statement = this.#prepare(sql);
        for (let index = at; index < end; index += 1) statement.run(shape.toValues(rows[index] as Row));
      });
    }
  }

  async find<Row extends ObjectLiteral>(target: EntityTarget<Row>, keys: readonly (string | number)[]): Promise<Row[]> {
    if (keys.length === 0) return [];
    const shape = rowShape(this.#dataSource, target);
    const sql = `SELECT * FROM ${this.table(target)} WHERE "${shape.keys[0]}" IN (SELECT value FROM json_each(?))`;
    const records = await this.all<Record<string, unknown>>(sql, [JSON.stringify(keys)]);
    return records.map((record) => shape.toRow(record));
  }

  table<Row extends ObjectLiteral>(target: EntityTarget<Row>): string {
    return `"${this.#name(rowShape(this.#dataSource, target).table)}"`;
  }

  renamed(name: (table: string) => string): WriteTransaction {
    return new SqliteTransaction(this.#connection, this.#dataSource, { scope: this.#scope, name });
  }

  #prepare(sql: string): Statement {
    // SQLite rolls back by itself when the disk is full; what followed would be committed alone.
    if (!this.#connection.database.inTransaction) throw new ReadStoreUnavailable('ROLLED_BACK');
    return this.#connection.prepare(sql);
  }
}
