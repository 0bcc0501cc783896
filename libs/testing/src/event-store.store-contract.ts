import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendContract } from './event-store.append.contract.ts';
import { modelContract } from './event-store.model.contract.ts';
import { refusalContract } from './event-store.refusal.contract.ts';
import { streamContract } from './event-store.stream.contract.ts';
import type { OpenEmptyStore, StoreUnderTest } from './store-under-test.ts';

/**
 * The half of the contract that is about streams, for a store whose log is made later by someone else. The log that
 * comes with it need only be true and complete: its own rules are in `eventStoreContract`.
 */
export const storeContract = (name: string, open: OpenEmptyStore): void => {
  describe(`streams ${name}`, () => {
    const under = {} as StoreUnderTest;
    beforeEach(async () => {
      under.now = new Date('2022-05-10T08:00:00.000Z');
      Object.assign(under, await open({ clock: () => under.now, sequenceKeyName: 'school' }));
    });
    afterEach(() => under.close());

    appendContract(under);
    refusalContract(under);
    streamContract(under);
    modelContract(open);
  });
};
