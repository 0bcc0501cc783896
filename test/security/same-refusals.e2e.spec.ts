import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lead, provenCase, publicSchool, veto } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';

// One content, wrong in one way, on each of its ways in: none of them leaves the judging to whoever sends it.

const school = '3646016401';
const [schools, cases, decisions] = [
  {
    path: '/api/v1/schools',
    sheet: '学校名册',
    key: 'code',
    number: (n: number) => `36460164${20 + n}`,
    right: publicSchool('3646016402'),
    columns: {
      code: '学校标识码',
      name: '学校名称',
      district: '行政区划',
      ownership: '办学性质',
      schoolType: '学校类型',
      majors: '开设专业',
      licenceUntil: '许可证有效期至',
    },
  },
  {
    path: '/api/v1/violation-cases',
    sheet: '违规案件',
    key: 'caseNo',
    number: (n: number) => `2022-4${20 + n}`,
    right: provenCase('2022-402', school),
    columns: {
      caseNo: '案件编号',
      school: '学校标识码',
      category: '红线类别',
      leadSource: '线索来源',
      actFrom: '行为开始日期',
      actUntil: '行为结束日期',
      studentCount: '涉及人数',
      filedOn: '立案日期',
      closedOn: '结案日期',
      finding: '调查结论',
      severity: '情节',
      severityReason: '情节理由',
    },
  },
  {
    path: '/api/v1/decisions',
    sheet: '处理决定',
    key: 'number',
    number: (n: number) => `演教职成〔2022〕${420 + n}号`,
    right: veto('演教职成〔2022〕41号', school, '2022-401'),
    columns: {
      number: '决定文号',
      kind: '决定类型',
      school: '学校标识码',
      caseNos: '案件编号',
      basis: '依据',
      scope: '范围',
      years: '招生年度',
      decidedOn: '决定日期',
      servedOn: '送达日期',
      termYears: '期限(年)',
      endMode: '结束方式',
      reason: '理由',
    },
  },
] as const;

/** What the ledgers write for what the API writes. */
const inLedgers: Readonly<Record<string, string>> = {
  PUBLIC: '公办',
  PRIVATE: '民办',
  HIDDEN_ENROLMENT: '隐瞒学籍',
  TIP_OFF: '举报',
  ESTABLISHED: '属实',
  SERIOUS: '严重',
  VETO: '一票否决',
  SCHOOL: '全校',
  MAJOR: '专业',
  BOTH: '到期且解除',
};

const ways = [schools, cases, decisions] as const;
type Way = (typeof ways)[number];

/** Something right, changed in one place, and the code of the refusal. */
interface Wrong {
  readonly what: string;
  readonly way: Way;
  readonly change: object;
  readonly code: string;
}

const wrongs: readonly Wrong[] = [
  { what: 'a code that is none', way: schools, change: { code: '12' }, code: 'bad-code' },
  { what: 'no name', way: schools, change: { name: undefined }, code: 'required' },
  { what: 'a word that is none', way: schools, change: { ownership: '私立' }, code: 'unknown-type' },
  { what: 'a day that is none', way: schools, change: { licenceUntil: '2022-02-30' }, code: 'bad-date' },
  { what: 'a private school without a term', way: schools, change: { ownership: 'PRIVATE' }, code: 'required' },
  { what: 'a school that is not there', way: cases, change: { school: '3646016499' }, code: 'unknown-school' },
  { what: 'half a student', way: cases, change: { studentCount: 1.5 }, code: 'bad-number' },
  { what: 'a case that is not there', way: decisions, change: { caseNos: ['2022-499'] }, code: 'unknown-case' },
  {
    what: 'a case without a finding',
    way: decisions,
    change: { caseNos: ['2022-400'] },
    code: 'veto-needs-established-case',
  },
  {
    what: 'service before the decision',
    way: decisions,
    change: { servedOn: '2022-01-01' },
    code: 'service-before-decision',
  },
  {
    what: 'a basis for private schools',
    way: decisions,
    change: { basis: ['PEL-62'] },
    code: 'basis-needs-private-school',
  },
  { what: 'majors that are not named', way: decisions, change: { scope: 'MAJOR' }, code: 'majors-missing' },
];

const wrongOf = (way: Way): readonly Wrong[] => wrongs.filter((one) => one.way === way);

/** Rows of one sheet are each about something else. */
const numbered = (way: Way, { change }: Wrong): object => {
  const n = wrongs.findIndex((one) => one.change === change);
  return { ...way.right, [way.key]: way.number(n), ...change };
};

type Value = string | number;

const cell = (value: Value | readonly Value[] = ''): string =>
  [value]
    .flat()
    .map((one) => inLedgers[one] ?? String(one))
    .join('、');

/** The sheet as CSV, a row for each content. */
const csvOf = ({ columns }: Way, contents: readonly object[]): string => {
  const rows = contents.map((content) =>
    Object.keys(columns).map((field) => cell((content as Readonly<Record<string, Value | readonly Value[]>>)[field])),
  );
  return [Object.values(columns), ...rows].map((row) => `${row.join(',')}\n`).join('');
};

type Sheets = readonly (readonly [Way, readonly object[]])[];

/** What the others are about: recorded before them. */
const groundwork: Sheets = [
  [schools, [{ ...schools.right, code: school }]],
  [
    cases,
    [
      { ...cases.right, caseNo: '2022-401' },
      { ...lead('2022-400', school), filedOn: '2022-03-05' },
    ],
  ],
];

interface Refused {
  readonly sheet: string | null;
  readonly row: number | null;
  readonly code: string;
}
interface Report {
  readonly refused: readonly Refused[];
  readonly sheets: Readonly<Record<string, { readonly recorded: number }>>;
}

const filesOf = (sheets: Sheets): readonly (readonly [string, string])[] =>
  sheets.map(([way, contents]) => [`${way.sheet}.csv`, csvOf(way, contents)]);

const byUpload = async (sheets: Sheets): Promise<Report> => {
  const files = filesOf(sheets).map(([name, text]) => [name, Buffer.from(text)] as const);
  return (await office.upload(Object.fromEntries(files))).body as Report;
};

const byCommandLine = async (sheets: Sheets): Promise<Report> => {
  const directory = await mkdtemp(join(folder, 'ledgers-'));
  for (const [name, text] of filesOf(sheets)) await writeFile(join(directory, name), text);
  const words = ['apps/cli/src/main.ts', 'import', directory, '--json', '--data', join(folder, 'data')];
  const printed = await new Promise<string>((resolve) => {
    // It ends with 2 where rows were refused.
    execFile(process.execPath, ['--import', './tools/swc.mjs', ...words], (_, stdout) => resolve(stdout));
  });
  return JSON.parse(printed) as Report;
};

const takers = { 'an upload': byUpload, 'the command line': byCommandLine } as const;

let office: Office;
let folder: string;
beforeAll(async () => {
  office = await Office.open();
  await office.gather();
  folder = await mkdtemp(join(tmpdir(), 'redline-refusals-'));
  for (const take of Object.values(takers)) {
    const { refused } = await take(groundwork);
    if (refused.length > 0) throw new Error(`the groundwork is refused: ${JSON.stringify(refused)}`);
  }
});
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const head = async (): Promise<string> => (await office.get('/health/ready')).body.logHead as string;

it.each(wrongs)('2.2.2 L1 a command of $what is refused: $code', async ({ way, change, code }) => {
  const before = await head();
  const { status, body } = await office.command(way.path, { ...way.right, ...change });
  expect([400, 422]).toContain(status);
  expect((body.errors as readonly Refused[]).map((one) => one.code)).toContain(code);
  expect(await head()).toBe(before);
});

it.each(Object.entries(takers))('2.2.2 L1 rows of the same content are refused alike by %s', async (_, take) => {
  const { refused, sheets } = await take(ways.map((way) => [way, wrongOf(way).map((one) => numbered(way, one))]));
  for (const way of ways) {
    expect(sheets[way.sheet]?.recorded).toBe(0);
    for (const [n, { what, code }] of wrongOf(way).entries()) {
      const codes = refused.filter(({ sheet, row }) => sheet === way.sheet && row === n + 2).map((one) => one.code);
      expect([what, codes]).toEqual([what, expect.arrayContaining([code])]);
    }
  }
});

it.each(Object.entries(takers))(
  '2.2.2 L1 what is right is taken by %s, and then unchanged by a command',
  async (_, take) => {
    const { refused } = await take(ways.map((way) => [way, [way.right]]));
    expect(refused).toEqual([]);
    for (const { path, right } of ways) expect((await office.command(path, right)).body.outcome).toBe('unchanged');
  },
);
