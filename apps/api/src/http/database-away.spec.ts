import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { ReadStoreUnavailable } from '#platform/read-store';
import { isDatabaseAway } from './database-away.ts';

const coded = (code: string): Error => Object.assign(new Error('said the server'), { code });
const asked = (driverError: Error): Error => new QueryFailedError('SELECT 1', [], driverError);

describe('the database is away', () => {
  it.each([
    ['our own word for it', new ReadStoreUnavailable('57P01', undefined)],
    ['ended by its operator', asked(coded('57P01'))],
    ['full', asked(coded('53100'))],
    ['not reached', coded('ECONNREFUSED')],
    // What the driver says without a code, in a query and while connecting.
    ['shot down in the middle of a query', asked(new Error('Connection terminated unexpectedly'))],
    ['gone before the query', asked(new Error('Client has encountered a connection error and is not queryable'))],
    ['silent', asked(new Error('Query read timeout'))],
    ['not connected in time', new Error('timeout exceeded when trying to connect')],
    ['ended while connecting', new Error('Connection terminated due to connection timeout')],
  ])('when it is %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a statement that is wrong', asked(coded('42601'))],
    ['a row that is there already', asked(coded('23505'))],
    ['a mistake of ours', new TypeError('Cannot read properties of undefined')],
    ['a mistake of ours that speaks of a timeout', new Error('no timeout was set')],
    ['nothing', {}],
  ])('not for %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
