import type { EntityManager } from 'typeorm';
import { displayNameRow } from './entities.ts';
import { storable } from './texts.ts';

const longestName = 200;

/** What a person is called on screens. It stands here and not in the log, so that it can be forgotten. */
export const nameAs = async (rows: EntityManager, account: string, name: string): Promise<void> => {
  await rows.upsert(displayNameRow, { account, name: storable(name, longestName) }, ['account']);
};
