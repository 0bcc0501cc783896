import { factTypes, silentTypes } from '#facts';
import type { Projection } from '#platform/projection-runner';
import { accountRow } from './account.row.ts';
import type { AccountRow } from './account.row.ts';
import { FoldedAccounts } from './folded-accounts.ts';

/** The name under which the runner keeps it. */
export const accountsProjectionName = 'accounts';

/**
 * One row an account. Its events carry no school; in order they are held by their stream, so that one partition folds
 * an account and no other writes its row. An event that cannot be folded parks its account.
 */
export const accountsProjection = (): Projection => ({
  name: accountsProjectionName,
  version: 1,
  rows: [accountRow],
  handles: ['Account*'],
  ignores: [...factTypes, ...silentTypes],
  sequenceKey: ({ stream }) => stream,
  handle: async (events, tx) => {
    const streams = [...new Set(events.map(({ stream }) => stream))];
    const folded = new FoldedAccounts(await tx.find<AccountRow>(accountRow, streams));
    for (const event of events) folded.fold(event);
    await tx.upsert<AccountRow>(accountRow, folded.rows);
  },
});
