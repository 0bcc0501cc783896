import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = ['person_hash', 'sid_hash'];

/**
 * Whom a provider vouched for, and in which session there. Sessions of before say neither, so that a logout there could
 * not end them: they end now, and their people sign in once more.
 */
export class VouchedSessions implements MigrationInterface {
  readonly name = 'VouchedSessions1795810000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of columns) {
      await runner.query(`ALTER TABLE session ADD COLUMN ${column} text`);
      await runner.query(`CREATE INDEX session_${column} ON session (${column})`);
    }
    await runner.query(`DELETE FROM session WHERE method = 'provider'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of columns) {
      await runner.query(`DROP INDEX session_${column}`);
      await runner.query(`ALTER TABLE session DROP COLUMN ${column}`);
    }
  }
}
