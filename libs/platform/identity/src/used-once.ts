import { LessThanOrEqual } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { usedSignInRow } from './entities.ts';
import { digest } from './secret-tokens.ts';

/** What is good once, and until when; it is kept for longer, for the clocks of two processes are not the same. */
export interface Usable {
  readonly id: string;
  readonly goodUntilMs: number;
  readonly keptMs: number;
}

/** Uses it up within a transaction: true the first time, in whichever process that is. What nobody can use goes. */
export const useOnce = async (rows: EntityManager, usable: Usable, nowMs: number): Promise<boolean> => {
  const { id, goodUntilMs, keptMs } = usable;
  const idHash = digest(id);
  const row = { idHash, forgetMs: goodUntilMs + keptMs, uses: 0 };
  await rows.delete(usedSignInRow, { forgetMs: LessThanOrEqual(nowMs) });
  await rows.createQueryBuilder().insert().into(usedSignInRow).values(row).orIgnore().execute();
  return (await rows.update(usedSignInRow, { idHash, uses: 0 }, { uses: 1 })).affected === 1;
};
