import { Table } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const logouts = 'provider_logout';
const hash = (name: string) => ({ name, type: 'text', isNullable: true });

/** Who is out at a provider, for whoever was vouched for before, and the turns in which both are looked at. */
export class ProviderLogouts implements MigrationInterface {
  readonly name = 'ProviderLogouts1795820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: logouts,
        columns: [
          { name: 'id_hash', type: 'text', isPrimary: true },
          hash('person_hash'),
          hash('sid_hash'),
          { name: 'said_ms', type: 'bigint' },
          { name: 'forget_ms', type: 'bigint' },
        ],
        indices: ['person_hash', 'sid_hash', 'forget_ms'].map((column) => {
          return { name: `${logouts}_${column}`, columnNames: [column] };
        }),
      }),
    );
    await runner.createTable(
      new Table({
        name: 'provider_turn',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'turns', type: 'bigint' },
        ],
      }),
    );
    await runner.query('INSERT INTO provider_turn (id, turns) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('provider_turn');
    await runner.dropTable(logouts);
  }
}
