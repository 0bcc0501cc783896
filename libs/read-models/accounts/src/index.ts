export { accountRow } from './account.row.ts';
export { accountsProjection, accountsProjectionName } from './accounts.projection.ts';
export { AccountRows, AccountsNotCurrent } from './accounts.query.ts';
export type { Account } from './accounts.query.ts';
