import { describe, expect, it } from '@jest/globals';
import { RefusedError } from '#commands';
import { refusal } from '#kernel';
import type { Sealed } from '#platform/vault';
import { officer } from '#testing';
import { PersonsDesk } from './persons-desk.ts';
import type { PersonsDeskParts } from './persons-desk.ts';

const content = { school: '3646012001', person: '7', caseNo: '2022-003', capacity: 'STUDENT', minor: true } as const;
const caller = { actor: officer('wang'), actorTrust: 'verified', source: 'api' } as const;
const refused = (code: string) => () => Promise.reject(new RefusedError([refusal(code, 'person', '7')]));
const sealed = (subject: string): Sealed => ({ subject, fields: {} });

/** A desk over a register that answers as told, and what it asked of the vault. */
const deskOver = (gateway: Partial<PersonsDeskParts['gateway']>, isKnown = false) => {
  const asked: string[] = [];
  const vault = {
    draft: () => Promise.resolve(isKnown ? undefined : sealed('s_draft')),
    seal: () => {
      asked.push('made');
      return Promise.resolve(sealed('s_kept'));
    },
    open: () => Promise.resolve(undefined),
    destroy: (subjects: readonly string[]) => {
      asked.push(...subjects.map((subject) => `destroyed ${subject}`));
      return Promise.resolve(subjects.length);
    },
  };
  const persons = {} as PersonsDeskParts['persons'];
  const agreed = { consider: () => Promise.resolve(), execute: refused('row-differs-from-record') };
  return { desk: new PersonsDesk({ gateway: { ...agreed, ...gateway }, persons, vault }), asked };
};

describe('somebody who is refused', () => {
  const record = (desk: PersonsDesk) => desk.record({ ...content, texts: { name: '李小明' } }, null, caller);

  it('gets no key', async () => {
    const { desk, asked } = deskOver({ consider: refused('unknown-case') });
    await expect(record(desk)).rejects.toMatchObject({ refusals: [{ code: 'unknown-case' }] });
    expect(asked).toEqual([]);
  });

  it('and was erased in between, loses the key that was made', async () => {
    const { desk, asked } = deskOver({ execute: refused('person-already-erased') });
    await expect(record(desk)).rejects.toMatchObject({ refusals: [{ code: 'person-already-erased' }] });
    expect(asked).toEqual(['made', 'destroyed s_kept']);
  });

  it('and has a key already, is recorded otherwise: it stays', async () => {
    const { desk, asked } = deskOver({ consider: refused('row-differs-from-record') }, true);
    await expect(record(desk)).rejects.toMatchObject({ refusals: [{ code: 'row-differs-from-record' }] });
    expect(asked).toEqual(['made']);
  });
});
