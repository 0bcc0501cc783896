import { describe, expect, it } from '@jest/globals';
import { ReadStoreUnavailable } from '#platform/read-store';
import { asUnavailable, asUnreachable } from './unavailability.ts';

const coded = (code: string): Error => Object.assign(new Error('said the server'), { code });

describe('a failure', () => {
  it.each(['08006', '53100', '53300', '57014', '57P01', '58030', '40P01', '55P03', '25P03', '25006', 'XX001'])(
    'of the storage has the state %s',
    (code) => {
      expect(asUnavailable(coded(code))).toMatchObject({ name: 'ReadStoreUnavailable', code });
    },
  );

  it.each(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])('of the way to it is %s', (code) => {
    expect(asUnavailable(coded(code))).toMatchObject({ name: 'ReadStoreUnavailable', code });
  });

  it.each(['Connection terminated unexpectedly', 'Query read timeout', 'Client was closed and is not queryable'])(
    'of the connection has no code: %s',
    (message) => {
      const error = new Error(message);
      expect(asUnavailable(error)).toMatchObject({ code: 'CONNECTION_LOST', cause: error });
    },
  );

  it.each(['22021', '22003', '23505', '42601', '42P01', '25P02'])('of the statement stays as it is: %s', (code) => {
    const error = coded(code);
    expect(asUnavailable(error)).toBe(error);
  });

  it('of the work stays as it is', () => {
    const error = new RangeError('poison');
    expect(asUnavailable(error)).toBe(error);
    expect(asUnavailable('poison')).toBe('poison');
  });

  it('to connect is never a statement’s', () => {
    expect(asUnreachable(coded('28P01'))).toMatchObject({ code: '28P01' });
    expect(asUnreachable(new Error('who are you'))).toMatchObject({ code: 'CONNECTION_REFUSED' });
    expect(asUnreachable(coded('ECONNREFUSED'))).toBeInstanceOf(ReadStoreUnavailable);
  });
});
