import type { Where } from '#platform/identity';

/** Whose account it is about, and from where it is done. */
export interface Whose {
  readonly account: string;
  readonly where: Where;
}

const longestAgent = 200;

/** The same as access records have it. An account that is none, or not known, is null. */
export const asRecorded = <Account extends string | null>({
  account,
  where: { address, agent },
}: {
  readonly account: Account;
  readonly where: Where;
}) => ({ account, address, agent: agent.slice(0, longestAgent), at: new Date().toISOString() });
