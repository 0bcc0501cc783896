import { describe, expect, it } from '@jest/globals';
import { RekeySecrets, secretStore, secretStoreRefusals } from '#domain/secret-stores';
import type { RekeyOrder, SecretStoreEvent } from '#domain/secret-stores';
import { given } from '#testing';

const order = (over: Partial<RekeyOrder> = {}): RekeyOrder => ({
  store: 'vault',
  at: '2023-09-25T00:30:00.000Z',
  host: 'redline-1',
  ...over,
});
const rekey = (over: Partial<RekeyOrder> = {}) => ({ command: new RekeySecrets(order(over)) });
const ordered = (over: Partial<RekeyOrder> = {}): SecretStoreEvent => ({
  type: 'SecretsRekeyOrdered',
  data: order(over),
});

describe('another key for a store of secrets', () => {
  it('is on record each time it is ordered', () => {
    for (const store of ['vault', 'identity'] as const) {
      given(secretStore)
        .when(rekey({ store }))
        .then([ordered({ store })]);
      given(secretStore, [ordered({ store })])
        .when(rekey({ store }))
        .then([ordered({ store })]);
    }
  });

  const malformed: readonly (readonly [code: string, over: Partial<RekeyOrder>])[] = [
    ['unknown-secret-store', { store: 'toString' as 'vault' }],
    ['bad-instant', { at: '2023-09-25' }],
    ['bad-host-name', { host: '' }],
    ['bad-host-name', { host: 'redline\n1' }],
    ['bad-host-name', { host: '\u{D800}' }],
    ['bad-host-name', { host: 'r'.repeat(257) }],
  ];

  it.each(malformed)('is refused with %s where the program errs: %j', (code, over) => {
    given(secretStore).when(rekey(over)).refused(code);
    expect(secretStoreRefusals).toContain(code);
  });

  it('says everything that is wrong, in order', () => {
    given(secretStore)
      .when(rekey({ store: '' as 'vault', at: '', host: '' }))
      .refused(...secretStoreRefusals);
  });
});
