import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { publicSchool } from './contents.ts';
import { Office } from './office.ts';
import type { Reply } from './office.ts';

const code = '3646014001';

/** Words that requests are full of, so that wrong ones are wrong in more than one way. */
const word = fc.constantFrom(
  code,
  '2022-05-10',
  'AUTUMN',
  'VETO',
  'SCHOOL',
  '__proto__',
  'constructor',
  'toString',
  '',
  '\u0000',
  '\ud800',
  '号'.repeat(300),
  '-1',
  '1e9',
);
const value = fc.oneof(
  { depthSize: 'small', maxDepth: 3 },
  word,
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

const commands = [
  ['POST', '/api/v1/schools', ['code', 'name', 'district', 'ownership', 'majors', 'licenceUntil', 'creditCode']],
  ['PUT', `/api/v1/schools/${code}`, ['name', 'district', 'ownership', 'majors', 'correctionReason']],
  ['POST', `/api/v1/schools/${code}/changes`, ['kind', 'approvedOn', 'effectiveOn', 'value', 'majors']],
  ['POST', '/api/v1/self-inspection-campaigns', ['batch', 'name', 'enrolmentYear', 'noticeOn', 'dueOn', 'schools']],
  ['POST', `/api/v1/self-inspection-campaigns/A/reports/${code}`, ['filedOn', 'signedOn', 'items']],
  ['POST', `/api/v1/self-inspection-campaigns/A/reports/${code}/items/1/closing`, ['closedOn']],
  [
    'POST',
    '/api/v1/violation-cases',
    ['caseNo', 'school', 'category', 'leadSource', 'actFrom', 'finding', 'partnerCreditCode'],
  ],
  ['POST', '/api/v1/violation-cases/1/investigation', ['on', 'investigators', 'summary']],
  [
    'POST',
    '/api/v1/decisions',
    ['number', 'school', 'kind', 'caseNos', 'basis', 'scope', 'decidedOn', 'years', 'endMode', 'reason'],
  ],
  ['POST', '/api/v1/follow-ups', ['number', 'kind', 'target', 'decidedOn', 'newYears', 'reason']],
  ['POST', '/api/v1/eligibility/batch', ['questions', 'knownAt']],
] as const;

const command = fc.constantFrom(...commands).chain(([method, path, fields]) =>
  fc.record({
    method: fc.constant(method),
    path: fc.constant(path),
    body: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.dictionary(
          fc.constantFrom(...fields, 'extra'),
          fc.oneof(value, fc.array(value, { maxLength: 3 })),
        ),
      },
      { weight: 1, arbitrary: fc.anything({ maxDepth: 3 }).map((thing) => thing ?? null) },
    ),
  }),
);

/** Half a surrogate cannot stand in an address at all. */
const encoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''));

const queries = [
  [`/api/v1/eligibility/${code}`, ['year', 'season', 'major', 'on', 'knownAt', 'more']],
  ['/api/v1/eligibility/changes', ['after', 'limit']],
  ['/api/v1/schools', ['q', 'district', 'after', 'limit']],
  [`/api/v1/schools/${code}/file`, ['after', 'limit']],
] as const;

const query = fc
  .constantFrom(...queries)
  .chain(([path, names]) =>
    fc
      .array(
        fc.tuple(
          fc.constantFrom(...names),
          fc.oneof(word, fc.string({ unit: 'binary', maxLength: 12 }), fc.nat().map(String)),
        ),
        { maxLength: 4 },
      )
      .map((pairs) => `${path}?${pairs.map(([name, text]) => `${name}=${encoded(text)}`).join('&')}`),
  );

const segment = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map((text) => encoded(text));
const address = fc
  .tuple(fc.constantFrom('/api/v1/eligibility/', '/api/v1/schools/', '/api/v1/violation-cases/', '/'), segment)
  .map((parts) => parts.join(''));

let office: Office;

beforeAll(async () => {
  office = await Office.open();
  await office.command('/api/v1/schools', publicSchool(code));
});
afterAll(() => office.close());

it('never bring a command down', async () => {
  await fc.assert(
    fc.asyncProperty(command, async ({ method, path, body }) =>
      expect(whoseFault(await office.command(path, body, { method }))).toBe('the caller’s'),
    ),
    { seed: 20_221, numRuns: 300, endOnFailure: true },
  );
});

it('never bring a query down', async () => {
  await fc.assert(
    fc.asyncProperty(query, async (path) => expect(whoseFault(await office.get(path))).toBe('the caller’s')),
    { seed: 20_222, numRuns: 200, endOnFailure: true },
  );
});

it('never bring an address down', async () => {
  await fc.assert(
    fc.asyncProperty(address, fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'), async (path, method) =>
      expect(whoseFault(await office.command(path, method === 'GET' ? undefined : {}, { method }))).toBe(
        'the caller’s',
      ),
    ),
    { seed: 20_223, numRuns: 150, endOnFailure: true },
  );
});

/** What such a request is answered is in the document (Office holds it to that), and it is the caller's to mend. */
const whoseFault = ({ status, body }: Reply): string =>
  status < 500 ? 'the caller’s' : `ours: ${JSON.stringify(body)}`;
