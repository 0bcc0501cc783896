import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { hasSentence } from '#wording';
import { LedgerBench, refusedIn } from '../fixtures/ledger-bench.ts';
import type { LedgerRow } from '../fixtures/ledger-bench.ts';
import { good, smallOffice } from '../fixtures/small-office.ts';

type Sheet = keyof typeof good;
type Bad = readonly [code: string, sheet: Sheet, column: string, cells: LedgerRow];

const measure = { 案件编号: '', 招生年度: '', 结束方式: '' };
const ofPrivate = { 学校标识码: '3646012002', 案件编号: 'A-3' };
const zero = { 是否零报告: '是', 序号: '', 红线类别: '', 整改状态: '' };
const variation = { 类型: '变更', 针对文号: '海教〔2022〕2号' };

/** Every row rule of eligibility.md §5, each by one bad row: what is wrong, where, and which cells make it so. */
const bad: readonly Bad[] = [
  ['required', '学校名册', '学校名称', { 学校名称: '' }],
  ['required', '学校名册', '许可证有效期至', { 办学性质: '民办' }],
  ['bad-code', '学校名册', '学校标识码', { 学校标识码: '364601200' }],
  ['bad-code', '学校名册', '学校标识码', { 学校标识码: '36460I2009' }],
  ['bad-code', '学校名册', '学校标识码', { 学校标识码: '3.646012009E9' }],
  ['bad-code', '学校名册', '开设专业', { 开设专业: '740101、7401' }],
  ['bad-credit-code', '学校名册', '统一社会信用代码', { 统一社会信用代码: '12460100428500014X' }],
  ['bad-credit-code', '学校名册', '统一社会信用代码', { 统一社会信用代码: '1.2460100428500014E17' }],
  ['bad-date', '学校名册', '许可证有效期至', { 许可证有效期至: '2030年2月30日' }],
  ['unknown-type', '学校名册', '办学性质', { 办学性质: '私立' }],
  ['unknown-type', '学校名册', '行政区划', { 行政区划: '天河区' }],
  ['unknown-school', '学校变更', '学校标识码', { 学校标识码: '3646012999' }],
  ['unknown-type', '学校变更', '变更类型', { 变更类型: '搬迁' }],
  ['bad-date', '学校变更', '新值', { 变更类型: '许可证延续', 新值: '明年' }],
  ['bad-code', '学校变更', '新值', { 变更类型: '合并入', 新值: '364601200' }],
  ['unknown-school', '学校变更', '新值', { 变更类型: '合并入', 新值: '3646012001' }],
  ['required', '学校变更', '新值', { 变更类型: '专业增设', 新值: '；、' }],
  ['bad-number', '自查批次', '招生年度', { 招生年度: '1999' }],
  ['unknown-school', '自查批次', '适用学校', { 适用学校: '3646012001;3646012999' }],
  ['unknown-batch', '自查台账', '批次号', { 批次号: 'ZC0' }],
  ['principal-signature-missing', '自查台账', '校长签字日期', { 校长签字日期: '' }],
  ['required', '自查台账', '序号', { 序号: '' }],
  ['bad-number', '自查台账', '涉及人数', { 涉及人数: '-3' }],
  ['bad-number', '自查台账', '涉及人数', { 涉及人数: '99999999999999999999' }],
  ['bad-number', '自查台账', '涉及金额(元)', { '涉及金额(元)': '12.345' }],
  ['zero-report-with-items', '自查台账', '是否零报告', { ...zero, 学校标识码: '3646012002', 问题描述: '无' }],
  ['zero-report-with-items', '自查台账', '是否零报告', { 学校标识码: '3646012003' }],
  ['zero-report-with-items', '自查台账', '是否零报告', zero],
  ['closing-date-missing', '自查台账', '销号日期', { 整改状态: '已销号' }],
  ['closing-date-without-closing', '自查台账', '销号日期', { 销号日期: '2022-04-20' }],
  ['bad-credit-code', '违规案件', '单位信用代码', { 单位信用代码: '91460100MA5T00010K' }],
  ['bad-code', '违规案件', '专业代码', { 专业代码: '74O101' }],
  ['unknown-type', '违规案件', '红线类别', { 红线类别: '迟到' }],
  ['unknown-case', '处理决定', '案件编号', { 案件编号: 'A-1;A-0' }],
  ['case-of-other-school', '处理决定', '案件编号', { 案件编号: 'A-1;A-3' }],
  ['veto-needs-established-case', '处理决定', '案件编号', { 案件编号: 'A-2' }],
  ['licence-revocation-needs-private-school', '处理决定', '决定类型', { ...measure, 决定类型: '吊销办学许可证' }],
  ['basis-not-in-force', '处理决定', '依据', { ...ofPrivate, 依据: 'VEL-65' }],
  ['basis-needs-private-school', '处理决定', '依据', { 依据: 'EDU-76;PEL-62' }],
  [
    'scope-not-allowed',
    '处理决定',
    '范围',
    { ...measure, 决定类型: '年检合格', 年检年度: '2023', 范围: '专业', 专业代码: '740101' },
  ],
  ['majors-missing', '处理决定', '专业代码', { 范围: '专业' }],
  ['majors-missing', '处理决定', '专业代码', { ...measure, 决定类型: '专业停办' }],
  ['inspection-year-missing', '处理决定', '年检年度', { ...measure, 决定类型: '年检不合格' }],
  ['service-before-decision', '处理决定', '送达日期', { 送达日期: '2022-05-08' }],
  ['effective-before-service', '处理决定', '生效日期', { 生效日期: '2022-05-09' }],
  ['required', '处理决定', '结束方式', { 结束方式: '' }],
  ['end-mode-not-allowed', '处理决定', '结束方式', { ...measure, 决定类型: '撤销招生资格', 结束方式: '到期' }],
  ['term-missing', '处理决定', '结束方式', { 招生年度: '' }],
  ['term-missing', '处理决定', '招生年度', { ...measure, 决定类型: '核减招生计划' }],
  ['term-with-until-lifted', '处理决定', '结束方式', { 结束方式: '解除' }],
  ['term-too-long', '处理决定', '招生年度', { 招生年度: '2022、2023,2024；2025;2026，2027' }],
  [
    'term-too-long',
    '处理决定',
    '期限(年)',
    { ...measure, 决定类型: '责令停止招生', 结束方式: '到期', '期限(年)': '4' },
  ],
  ['interim-hold-too-long', '处理决定', '截止日期', { ...measure, 决定类型: '暂缓办理', 截止日期: '2022-07-09' }],
  ['document-number-taken', '处理决定', '决定文号', { 决定文号: '海教〔2023〕1号' }],
  ['row-differs-from-record', '处理决定', '决定文号', { 决定文号: '海教〔2022〕1号', 理由: '另一个理由' }],
  [
    'correction-breaks-follow-up',
    '处理决定',
    '决定文号',
    { 决定文号: '海教〔2022〕1号', 送达日期: '', 更正理由: '未送达' },
  ],
  ['target-not-found', '后续处理', '针对文号', { 针对文号: '海教〔1999〕1号' }],
  ['target-not-found', '后续处理', '针对文号', { 类型: '恢复执行', 针对文号: '海教〔2023〕1号' }],
  ['target-not-served', '后续处理', '针对文号', { 针对文号: '海教〔2022〕3号' }],
  ['lift-not-allowed', '后续处理', '类型', { 针对文号: '海教〔2022〕6号' }],
  ['lift-not-allowed', '后续处理', '类型', { 针对文号: '海教〔2022〕4号' }],
  ['variation-not-allowed', '后续处理', '类型', { 类型: '变更', 针对文号: '海教〔2022〕5号' }],
  ['lift-before-effective', '后续处理', '送达日期', { 决定日期: '2022-05-01', 送达日期: '2022-05-02' }],
  ['majors-missing', '后续处理', '变更后专业代码', { ...variation, 变更后范围: '专业' }],
  ['term-too-long', '后续处理', '变更后期限(年)', { ...variation, '变更后期限(年)': '6' }],
  ['document-number-taken', '后续处理', '文号', { 文号: '海教〔2022〕1号' }],
  ['unknown-school', '后续处理', '学校标识码', { 学校标识码: '3646012999' }],
];

describe('one bad row', () => {
  let folder: string;
  let opened: ReturnType<typeof openSqliteEventStore>;
  let bench: LedgerBench;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rows-'));
    opened = openSqliteEventStore({ directory: join(folder, 'data'), sequenceKeyName: 'school' });
    bench = new LedgerBench(folder, opened);
    const { refused } = await bench.import(smallOffice);
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
  });
  afterAll(async () => {
    await opened.close();
    await rm(folder, { recursive: true });
  });

  it.each(bad)(
    '%s in %s, %s: named with its cell, and nothing of the row is recorded',
    async (...[code, sheet, column, cells]) => {
      const before = String(await opened.log.head());
      const row: LedgerRow = { ...good[sheet], ...cells };
      const report = await bench.import({ [sheet]: [row] });
      const entry = { sheet, row: 2, column, value: row[column] ?? '', code };
      expect(report.refused).toContainEqual(expect.objectContaining(entry));
      expect(report.sheets[sheet]).toEqual({ read: 1, recorded: 0, unchanged: 0, corrected: 0, refused: 1 });
      expect(await bench.typesAfter(before)).toEqual(['WorkbookImported']);
      expect(hasSentence(code)).toBe(true);
    },
  );

  it('is only bad by the cells that were changed', async () => {
    const before = String(await opened.log.head());
    const report = await bench.import(Object.fromEntries(Object.entries(good).map(([sheet, row]) => [sheet, [row]])));
    expect(refusedIn(report)).toEqual([]);
    expect((await bench.typesAfter(before)).length).toBeGreaterThanOrEqual(8);
  });
});
