import { InvalidArgument } from './store-errors.ts';
import type { Filter, FollowOptions, ReadLogOptions, ReadStreamOptions } from './event-store.ts';

const maxFilterEntries = 64;

/** @throws InvalidArgument for a limit below 1 or a negative start */
export const checkReadStream = ({ from, limit }: ReadStreamOptions): void => {
  checkPlace('from', from);
  checkLimit(limit);
};

/** @throws InvalidArgument for a limit below 1, a negative start or an empty filter */
export const checkReadLog = ({ after, limit, filter }: ReadLogOptions): void => {
  checkPlace('after', after);
  checkLimit(limit);
  checkFilter(filter);
};

/** @throws InvalidArgument for a negative start or an empty filter */
export const checkFollow = ({ after, filter }: FollowOptions): void => {
  if (after !== 'end') checkPlace('after', after);
  checkFilter(filter);
};

const checkPlace = (name: string, place: bigint | undefined): void => {
  if (place !== undefined && (typeof place !== 'bigint' || place < 0n))
    throw new InvalidArgument(`${name} is not a place in the log`);
};

const checkLimit = (limit: number | undefined): void => {
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1))
    throw new InvalidArgument('limit is not a whole number of at least 1');
};

const checkFilter = (filter: Filter | undefined): void => {
  if (filter === undefined) return;
  const lists: readonly (readonly string[])[] = Object.values(filter);
  const [list] = lists;
  if (lists.length !== 1 || !list || list.length === 0 || list.length > maxFilterEntries)
    throw new InvalidArgument(`a filter is one list of 1 to ${maxFilterEntries} entries`);
  if (!('keys' in filter) && list.includes('')) throw new InvalidArgument('an empty prefix');
};
