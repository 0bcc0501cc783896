import { existsSync } from 'node:fs';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { openRegister } from '#composition';
import { importWorkbooks } from '#workbooks';
import { inChild } from './kit/child.ts';
import type { ChildCost } from './kit/child.ts';
import type { Row } from './kit/figures.ts';
import { codeOf } from './kit/history.ts';
import { freshDirectory, workDirectory } from './kit/log-directory.ts';
import { costOf, interleaved } from './kit/measure.ts';
import { keeperOfMachine } from '#policy';

const mostMebibytes = 400;
const schools = 2_000;

/** P10: an office's ledger read, judged row by row and recorded, against exceljs only reading it. */
export const p10: Row = {
  id: 'P10',
  work: 'import of a 100,000-row workbook',
  run: async ({ quick, rounds }) => {
    const rows = quick ? 10_000 : 100_000;
    const file = await workbookOf(rows);
    const memory: number[] = [];
    const perRow = (cost: ChildCost) => ({ cpuUs: cost.cpuUs / rows, wallUs: cost.wallUs / rows });
    const sides = [
      {
        name: 'imported',
        run: async () => {
          const cost = await inChild('import', { file, directory: freshDirectory('import') });
          memory.push(cost.maxRssMebibytes);
          return perRow(cost);
        },
      },
      { name: 'read', run: async () => perRow(await inChild('exceljs', { file })) },
    ];
    const costs = await interleaved(sides, rounds);
    const peer = { ...costOf(costs, 'read'), name: 'exceljs streaming read' };
    const data = `${rows} rows of 违规案件 and 学校名册 with ${schools} schools, inline strings; each side in a process of its own`;
    const what = 'read, judged, recorded durably';
    const most = Math.max(...memory);
    const said = `${most} MiB at most (goal < ${mostMebibytes})`;
    return [
      { what, ours: costOf(costs, 'imported'), peer, per: 'row', goal: { atMost: 2 }, data },
      { what: 'resident memory', said, isMet: most < mostMebibytes },
    ];
  },
};

/** Records a workbook in a directory. */
export const importInto = async ({
  file,
  directory,
}: {
  readonly file: string;
  readonly directory: string;
}): Promise<void> => {
  const register = openRegister(directory);
  const { gateway, log, desk } = register;
  const examine: typeof desk.examine = (names, look) => desk.examine(names, look);
  const importer = { actor: keeperOfMachine('officer-3'), actorTrust: 'unverified' } as const;
  const report = await importWorkbooks({ gateway, log, examine }, { paths: [file], importer });
  await register.close();
  if (report.refused.length > 0) throw new Error(`refused ${JSON.stringify(report.refused[0])}`);
};

/** Reads every cell and does nothing with it. */
export const readWithExceljs = async (file: string): Promise<number> => {
  let cells = 0;
  const reader = new exceljs.stream.xlsx.WorkbookReader(file, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
  });
  for await (const sheet of reader)
    for await (const row of sheet)
      row.eachCell((cell) => {
        if (cell.value !== null) cells += 1;
      });
  return cells;
};

const registerHeader = ['学校标识码', '学校名称', '行政区划', '办学性质', '开设专业'];
const caseHeader = [
  '案件编号',
  '学校标识码',
  '红线类别',
  '线索来源',
  '行为开始日期',
  '行为结束日期',
  '涉及人数',
  '涉及金额(元)',
  '立案日期',
  '结案日期',
  '调查结论',
];

const workbookOf = async (rows: number): Promise<string> => {
  const filename = join(workDirectory, `ledger-${rows}.xlsx`);
  if (existsSync(filename)) return filename;
  const writer = new exceljs.stream.xlsx.WorkbookWriter({ filename, useSharedStrings: false, useStyles: true });
  const register = writer.addWorksheet('学校名册');
  register.addRow(registerHeader).commit();
  for (let n = 0; n < schools; n += 1)
    register.addRow([codeOf(n), `海口第${n}职业学校`, '460105', '公办', '740101;770101']).commit();
  register.commit();
  const cases = writer.addWorksheet('违规案件');
  cases.addRow(caseHeader).commit();
  for (let n = 0; n < rows - schools; n += 1) {
    const days = ['2021-09-01', '2022-05-04'].map((day) => new Date(day));
    const progress = n % 3 === 0 ? ['2022-06-01', '2022-09-30', '属实'] : ['2022-06-01', null, null];
    cases.addRow([`2022-${n}`, codeOf(n % schools), '挂靠学籍', '举报', ...days, 12, 240_000.5, ...progress]).commit();
  }
  cases.commit();
  await writer.commit();
  return filename;
};
