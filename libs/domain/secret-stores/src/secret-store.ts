import { isInstant, refusal } from '#kernel';
import type { Decider, Refusal } from '#kernel';
import type { RekeySecrets } from './secret-store.commands.ts';
import type { RekeyOrder, SecretStoreEvent, SecretStoreName } from './secret-store.events.ts';

const stores: Readonly<Record<SecretStoreName, true>> = { identity: true, vault: true };
const hostShape = /^[^\p{Cc}]{1,256}$/u;

const offences = ({ store, at, host }: RekeyOrder): readonly Refusal[] => [
  ...(Object.hasOwn(stores, store) ? [] : [refusal('unknown-secret-store', 'store', store)]),
  ...(isInstant(at) ? [] : [refusal('bad-instant', 'at', at)]),
  ...(hostShape.test(host) && host.isWellFormed() ? [] : [refusal('bad-host-name', 'host')]),
];

/** Keys of stores of secrets (密钥更换). One stream for each store; every order is recorded. */
export const secretStore: Decider<boolean, { readonly command: RekeySecrets }, SecretStoreEvent> = {
  subject: 'secretStore',
  initialState: false,
  evolve: () => true,
  decide: ({ command: { content } }) => {
    const refusals = offences(content);
    return refusals.length > 0 ? { refusals } : [{ type: 'SecretsRekeyOrdered', data: content }];
  },
};
