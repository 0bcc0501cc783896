import { describe, expect, it } from '@jest/globals';
import { nobody } from '#policy';
import type { Actor } from '#policy';
import { SchoolGate } from './school-gate.ts';

const asked: string[] = [];
const gate = new SchoolGate({
  districtOf: async (school) => {
    asked.push(school);
    return school.startsWith('3646') ? '460108' : undefined;
  },
});
const machine: Actor = { ...nobody, id: 'machine:m', roles: ['MACHINE'], scopes: ['eligibility:read'] };
const everywhere: Actor = { ...machine, districts: 'all', schools: 'all' };
const changes = ['3646012001', '3646012002', '9946012001'].map((school) => ({ school }));
const kept = async (actor: Actor) => (await gate.allowed(actor, 'FOLLOW_CHANGES', changes)).map(({ school }) => school);

describe('what a key is told', () => {
  it('is everything, without a look at districts, for a key without bounds', async () => {
    asked.length = 0;
    expect(await kept(everywhere)).toHaveLength(3);
    expect((await gate.ask(everywhere, 'ASK_ELIGIBILITY', '3646012001')).allowed).toBe(true);
    expect(asked).toEqual([]);
  });

  it('ends at the schools of the key', async () => {
    expect(await kept({ ...everywhere, schools: ['3646012002'] })).toEqual(['3646012002']);
  });

  it('ends at the districts of the key, and a school that nobody registered lies in none', async () => {
    expect(await kept({ ...everywhere, districts: ['460108'] })).toEqual(['3646012001', '3646012002']);
    expect(await kept({ ...everywhere, districts: ['460105'] })).toEqual([]);
  });
});
