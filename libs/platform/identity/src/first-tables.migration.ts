import { Table } from 'typeorm';
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';

type Columns = readonly TableColumnOptions[];

const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const whole = (name: string): TableColumnOptions => ({ name, type: 'bigint' });
const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true });
const unique = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isUnique: true });
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

const account = key(text('account'));
const only = key({ name: 'id', type: 'integer' });

const tables: Readonly<Record<string, Columns>> = {
  credential: [account, text('password_hash'), text('sealed_secret'), whole('last_step')],
  recovery_code: [account, key(text('code_hash'))],
  invitation: [
    account,
    unique(text('token_hash')),
    whole('expires_ms'),
    optional(text('password_hash')),
    optional(text('sealed_secret')),
  ],
  setup_token: [only, text('token_hash'), whole('expires_ms')],
  session: [
    key(text('token_hash')),
    unique(text('public_id')),
    text('account'),
    text('method'),
    ...['started_ms', 'proved_ms', 'seen_ms'].map(whole),
    text('address'),
    text('agent'),
  ],
  failure: [
    key(text('subject')),
    { name: 'failures', type: 'integer' },
    ...['first_ms', 'closed_until_ms', 'forget_ms'].map(whole),
  ],
  display_name: [account, text('name')],
  key_proof: [only, text('sealed')],
};

const indexed: Readonly<Record<string, readonly string[]>> = {
  session: ['account', 'seen_ms'],
  failure: ['forget_ms'],
};

/** The tables as they were first; a change of them is another migration. */
export class FirstTables implements MigrationInterface {
  readonly name = 'FirstTables1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(tables)) {
      const indices = (indexed[name] ?? []).map((column) => ({ name: `${name}_${column}`, columnNames: [column] }));
      await runner.createTable(new Table({ name, columns: [...columns], indices }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(tables)) await runner.dropTable(name);
  }
}
