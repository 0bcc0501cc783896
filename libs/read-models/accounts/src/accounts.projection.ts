import { factTypes, silentTypes } from '#facts';
import type { Projection } from '#platform/projection-runner';
import { accountProposalRow, accountRow } from './account.row.ts';
import type { AccountProposalRow, AccountRow } from './account.row.ts';
import { FoldedAccounts } from './folded-accounts.ts';

/** The name under which the runner keeps it. */
export const accountsProjectionName = 'accounts';

/** What the types of accounts begin with. */
export const accountTypePrefix = 'Account';

/**
 * One row an account, and one for the last proposal about it. Its events carry no school; in order they are held by their stream, so that one partition folds
 * an account and no other writes its row. An event that cannot be folded parks its account.
 */
export const accountsProjection = (): Projection => ({
  name: accountsProjectionName,
  version: 2,
  rows: [accountRow, accountProposalRow],
  handles: [`${accountTypePrefix}*`],
  ignores: [...factTypes, ...silentTypes],
  sequenceKey: ({ stream }) => stream,
  handle: async (events, tx) => {
    const streams = [...new Set(events.map(({ stream }) => stream))];
    const proposals = await tx.find<AccountProposalRow>(accountProposalRow, streams);
    const folded = new FoldedAccounts(await tx.find<AccountRow>(accountRow, streams), proposals);
    for (const event of events) folded.fold(event);
    await tx.upsert<AccountRow>(accountRow, folded.rows);
    await tx.upsert<AccountProposalRow>(accountProposalRow, folded.proposals);
  },
});
