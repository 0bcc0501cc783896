import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendContract } from './event-store.append.contract.ts';
import { followContract } from './event-store.follow.contract.ts';
import { logContract } from './event-store.log.contract.ts';
import { modelContract } from './event-store.model.contract.ts';
import { refusalContract } from './event-store.refusal.contract.ts';
import { streamContract } from './event-store.stream.contract.ts';
import type { OpenEmptyStore, StoreUnderTest } from './store-under-test.ts';

/** Every rule of the event store port that can be seen through the port. All adapters pass this one suite. */
export const eventStoreContract = (name: string, open: OpenEmptyStore): void => {
  describe(`event store ${name}`, () => {
    const under = { now: new Date('2022-05-10T08:00:00.000Z') } as StoreUnderTest;
    beforeEach(async () => {
      under.now = new Date('2022-05-10T08:00:00.000Z');
      Object.assign(under, await open({ clock: () => under.now, sequenceKeyName: 'school' }));
    });
    afterEach(() => under.close());

    appendContract(under);
    refusalContract(under);
    streamContract(under);
    logContract(under);
    followContract(under);
    modelContract(open);
  });
};
