import type { Account } from '#read-models/accounts';
import { sentenceFor, wordFor } from '#wording';
import type { Locale } from '#wording';
import { textTable } from './text-table.ts';

const columns = ['account-name', 'account-roles', 'account-districts', 'account-schools', 'account-state'] as const;

/** One line an account. */
export const userLines = (accounts: readonly Account[], locale: Locale): readonly string[] => {
  if (accounts.length === 0) return [sentenceFor('no-accounts', locale)];
  const listed = (list: 'all' | readonly string[]): string =>
    list === 'all' ? wordFor('key-all', locale) : list.map((one) => wordFor(one, locale)).join(' ');
  return textTable(
    columns.map((column) => wordFor(column, locale)),
    accounts.map(({ account, roles, districts, schools, disabled }) => [
      account,
      listed(roles),
      listed(districts),
      listed(schools),
      wordFor(disabled ? 'account-disabled' : 'account-open', locale),
    ]),
  );
};
