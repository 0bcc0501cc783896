import type { Place } from '#platform/settings';
import { openVaultOf } from '../open-vault.ts';
import type { Move } from './move-house.ts';

/**
 * Copies the keys of persons to where the log is copied to: without them nothing of anybody could be shown there. Both
 * vaults are opened before `work` begins, so that a missing key stops the move and not its end.
 * @throws BadSetting, SecretsUnavailable; what `work` throws
 */
export const withVaultsOf = async <T>(
  { embedded, cluster }: Move,
  to: Place['mode'],
  work: () => Promise<T>,
): Promise<T & { readonly persons: number }> => {
  const [from, into] = to === 'cluster' ? [embedded, cluster] : [cluster, embedded];
  const source = await openVaultOf(from);
  try {
    const target = await openVaultOf(into);
    try {
      const done = await work();
      return { ...done, persons: await source.copyTo(target) };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};
