import { afterEach, beforeEach, describe } from '@jest/globals';
import { createTableSql } from '#platform/read-store';
import type { ReadStorePlaces } from './read-store-places.ts';
import { tally } from './read-store-under-test.ts';
import type { UnderTest } from './read-store-under-test.ts';
import { rowContract } from './read-store.row.contract.ts';
import { transactionContract } from './read-store.transaction.contract.ts';
import { valueContract } from './read-store.value.contract.ts';

/** Every rule of the read store port that can be seen through the port. All adapters pass this one suite. */
export const readStoreContract = (places: ReadStorePlaces): void => {
  const under = {} as UnderTest;
  beforeEach(async () => {
    const place = places.place();
    const store = await place.open([tally]);
    const rows = () => under.store.dataSource.getRepository(tally).find({ order: { id: 'ASC', part: 'ASC' } });
    Object.assign(under, { place, store, rows });
    await store.write((tx) => tx.run(createTableSql(store.dataSource, tally, 'tally')));
  });
  afterEach(async () => {
    await under.store.close();
    await under.place.remove();
  });

  describe('a transaction', () => {
    transactionContract(under);
  });
  describe('rows', () => {
    rowContract(under);
  });
  valueContract(places);
};
