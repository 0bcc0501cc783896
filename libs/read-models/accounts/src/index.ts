export { accountProposalRow, accountRow } from './account.row.ts';
export { accountsProjection, accountsProjectionName } from './accounts.projection.ts';
export { AccountRows, accountsInLog, AccountsNotCurrent } from './accounts.query.ts';
export type { Account, AccountProposal } from './accounts.query.ts';
