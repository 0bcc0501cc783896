import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { nobody } from '#policy';
import { QuestionRefused } from '#read-models/eligibility';
import type { SchoolQuestion } from '#read-models/eligibility';
import type { EligibilityReads, ReadProgress } from '../read-side.ts';
import { addEligibilityRoute } from './eligibility.route.ts';

const address = '/api/v1/eligibility/3646012001';

/** A read side that is moved by hand and counts how often it is asked. */
const bench = () => {
  const seen = { asked: 0, version: 5, today: '2022-05-10' };
  const eligibility: EligibilityReads = {
    versionOf: () => seen.version,
    write: async ({ on, school, intake, major, knownAtText }: SchoolQuestion) => {
      seen.asked += 1;
      if (Number.isNaN(seen.version)) throw new QuestionRefused('eligibility-not-current', 'school');
      const position = seen.version;
      const answer = {
        school: { code: school, name: '海口' },
        on,
        enrolmentYear: intake.year,
        season: intake.season,
        major,
        knownAt: knownAtText,
        position: String(position),
        rulesVersion: '1',
      };
      return { body: Buffer.from(JSON.stringify(answer)).toString('latin1'), position, rulesVersion: '1' };
    },
  };
  const progress = { head: 7, waitFor: async (position: number) => position <= 7 } as unknown as ReadProgress;
  const server = fastify();
  server.decorateRequest('admitted', { getter: () => ({ actor: nobody, allowance: [] }) });
  addEligibilityRoute(server, {
    eligibility,
    progress,
    securityHeaders: ['x-frame-options', 'DENY'],
    today: () => seen.today,
  });
  const ask = async (query = '') => {
    const { statusCode, headers, body } = await server.inject(`${address}${query}`);
    return { status: statusCode, headers, body: JSON.parse(body) as Record<string, unknown> };
  };
  return { seen, ask };
};

describe('the hot route', () => {
  it('works an answer out once, until the school changes', async () => {
    const { seen, ask } = bench();
    const first = await ask('?on=2022-05-01');
    expect(first).toMatchObject({
      status: 200,
      headers: { etag: 'W/"5.2022A..2022-05-01..1"', 'redline-position': '7', 'x-frame-options': 'DENY' },
    });
    expect((await ask('?on=2022-05-01')).body).toEqual(first.body);
    expect(seen.asked).toBe(1);
    seen.version = 6;
    expect((await ask('?on=2022-05-01')).body['position']).toBe('6');
    expect(seen.asked).toBe(2);
  });

  it('does not carry a day that was filled in over midnight', async () => {
    const { seen, ask } = bench();
    await ask();
    await ask('?on=2022-05-01');
    seen.today = '2022-05-11';
    expect((await ask()).body['on']).toBe('2022-05-11');
    await ask('?on=2022-05-01');
    expect(seen.asked).toBe(3);
  });

  it('remembers nothing of questions about the past or about a position', async () => {
    const { seen, ask } = bench();
    for (const query of ['?knownAt=3', '?minPosition=3']) for (let i = 0; i < 2; i += 1) await ask(query);
    expect(seen.asked).toBe(4);
  });

  it('stops answering from memory when the school is no longer current', async () => {
    const { seen, ask } = bench();
    await ask();
    seen.version = Number.NaN;
    expect(await ask()).toMatchObject({
      status: 503,
      body: { code: 'eligibility-not-current' },
      headers: { 'x-frame-options': 'DENY' },
    });
  });

  it('keeps Chinese whole', async () => {
    const { ask } = bench();
    for (let i = 0; i < 2; i += 1) expect((await ask()).body['school']).toEqual({ code: '3646012001', name: '海口' });
  });
});
