import { Table } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const proofs = new Table({
  name: 'key_proof',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true },
    { name: 'sealed', type: 'text' },
  ],
});
const keys = new Table({
  name: 'subject_key',
  columns: [
    { name: 'subject', type: 'text', isPrimary: true },
    { name: 'owner_hash', type: 'text', isUnique: true },
    { name: 'sealed_key', type: 'text' },
  ],
});

/** The tables as they were first; a change of them is another migration. */
export class FirstVaultTables implements MigrationInterface {
  readonly name = 'FirstVaultTables1795900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(proofs);
    await runner.createTable(keys);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(keys);
    await runner.dropTable(proofs);
  }
}
