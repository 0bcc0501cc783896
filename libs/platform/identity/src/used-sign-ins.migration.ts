import { Table } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'used_sign_in';

/** Which sign-ins elsewhere came back already. */
export class UsedSignIns implements MigrationInterface {
  readonly name = 'UsedSignIns1795800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: table,
        columns: [
          { name: 'id_hash', type: 'text', isPrimary: true },
          { name: 'forget_ms', type: 'bigint' },
          { name: 'uses', type: 'integer' },
        ],
        indices: [{ name: `${table}_forget_ms`, columnNames: ['forget_ms'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(table);
  }
}
