import { describe, expect, it } from '@jest/globals';
import { numberedPlaces } from './numbered-places.ts';

describe('places for values', () => {
  it('are numbered in order, past quoted words', () => {
    expect(numberedPlaces(`UPDATE "t" SET a = ?, b = 'it''s' WHERE c = ? AND "d" = ?`, 3)).toBe(
      `UPDATE "t" SET a = $1, b = 'it''s' WHERE c = $2 AND "d" = $3`,
    );
    expect(numberedPlaces('SELECT 1', 0)).toBe('SELECT 1');
  });

  it.each([`SELECT '?'`, `SELECT 'it''s? '`, `SELECT "what?" FROM t`])('are not looked for in quotes: %s', (sql) => {
    expect(() => numberedPlaces(sql, 0)).toThrow('within quotes');
  });

  it('need one value each', () => {
    expect(() => numberedPlaces('SELECT ?, ?', 1)).toThrow('2 places for 1 values');
    expect(() => numberedPlaces('SELECT 1', 1)).toThrow('0 places for 1 values');
  });
});
