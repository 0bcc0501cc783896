import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbook } from '#platform/sheets';
import { provenCase, publicSchool, veto } from './contents.ts';
import { Office } from './office.ts';
import type { Person } from './people.ts';

// An officer takes along who may enrol: the file that Excel opens, and what is on record of it.

const [banned, open, elsewhere, ofLabour] = ['3646016601', '3646016602', '3646016603', '3646016604'];
const officer: Person = { account: 'exporter', name: '钱经办', roles: ['OFFICER'], districts: ['460108'] };
const auditor: Person = { account: 'export-auditor', name: '孙审计', roles: ['AUDITOR'] };

let office: Office;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
  office = await Office.open();
  const schools = [
    { ...publicSchool(banned), district: '460108' },
    { ...publicSchool(open), district: '460108', name: '=HYPERLINK("http://x.example","学校")' },
    { ...publicSchool(elsewhere), district: '460105' },
    { ...publicSchool(ofLabour), district: '460108', schoolType: '技工学校' },
  ];
  for (const school of schools) await office.command('/api/v1/schools', school);
  await office.command('/api/v1/violation-cases', provenCase('2022-066', banned));
  const number = '海教职成〔2022〕66号';
  await office.command('/api/v1/decisions', veto(number, banned, '2022-066'));
  const service = `/api/v1/decisions/${encodeURIComponent(number)}/schools/${banned}/service`;
  const { body } = await office.send('POST', service, { who: '李明', body: { servedOn: '2022-05-10' } });
  await office.get(`/api/v1/schools?minPosition=${body.position}`);
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true });
});

const exported = (who: Person, body: object, language = 'zh-CN'): Promise<Response> =>
  office.people.cookieOf(who).then((cookie) =>
    fetch(`${office.url}/api/v1/exports/schools`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify(body),
    }),
  );

/** Every sheet's rows as texts. */
const cellsIn = async (response: Response): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> => {
  const path = join(folder, 'list.xlsx');
  writeFileSync(path, Buffer.from(await response.arrayBuffer()));
  const workbook = await openWorkbook(path);
  const sheets = new Map<string, (readonly string[])[]>();
  for (const sheet of workbook.sheets) {
    const rows: (readonly string[])[] = [];
    for await (const { cells } of sheet.rows()) rows.push(cells.map((cell) => cell?.text ?? ''));
    sheets.set(sheet.name, rows);
  }
  await workbook.close();
  return sheets;
};

const exportsOnRecord = async (): Promise<readonly object[]> => {
  const { body } = await office.send('GET', '/api/v1/access-records?limit=200', { who: auditor });
  return body.items.filter(({ type }: { readonly type: string }) => type === 'RegisterExported');
};

describe('the list of who may enrol', () => {
  it('has a line for each school of the own districts, and says no where there is no answer', async () => {
    const response = await exported(officer, { year: 2022, season: 'AUTUMN' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('招生资格名单'));
    expect(response.headers.get('cache-control')).toBe('no-store');
    const sheets = await cellsIn(response);
    const [header, ...lines] = sheets.get('招生资格名单') ?? [];
    expect(header?.slice(0, 7)).toEqual(['学校标识码', '学校名称', '区划', '办学性质', '招生季', '可否招生', '状态']);
    expect(lines.map((line) => [line[0], line[5], line[6]])).toEqual([
      [banned, '不可', '禁止招生'],
      [open, '可', '可招生'],
      [ofLabour, '不可', expect.stringMatching(/\p{Script=Han}/u)],
    ]);
    expect(lines[0]).toEqual(expect.arrayContaining(['一票否决', '海教职成〔2022〕66号', '2022-05-10']));
    expect(lines[1]?.[1]).toBe('=HYPERLINK("http://x.example","学校")'); // text, never a formula
    expect(sheets.get('说明')).toEqual(expect.arrayContaining([['导出人', officer.account]]));
  });

  it('is on record each time before it is handed out: who, when, from where, how many', async () => {
    const before = (await exportsOnRecord()).length;
    expect((await exported(officer, { q: '示例' })).status).toBe(200);
    const records = await exportsOnRecord();
    expect(records).toHaveLength(before + 1);
    const data = { account: officer.account, address: '127.0.0.1', what: 'SCHOOLS', rows: 2 };
    expect(records.at(-1)).toMatchObject({ type: 'RegisterExported', data });
  });

  it('speaks English to whoever asks for it', async () => {
    const sheets = await cellsIn(await exported(officer, { district: '460108' }, 'en'));
    expect(sheets.get('Who may enrol')?.[0]?.slice(0, 2)).toEqual(['School code', 'School']);
  });

  it('is refused for an intake that is none, and for whoever may not; then nothing is on record', async () => {
    const before = (await exportsOnRecord()).length;
    expect((await exported(officer, { year: 2022 })).status).toBe(400);
    expect((await exported(officer, { district: 'x' })).status).toBe(400);
    expect((await exported(auditor, {})).status).toBe(403);
    expect(await exportsOnRecord()).toHaveLength(before);
  });
});
