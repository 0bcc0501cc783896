import { sheetGuides } from './sheet-guides.ts';
import type { SheetGuide } from './sheet-guides.ts';

/** The instructions that come with a blank workbook. Ledgers are Chinese, and so are these. */
export interface LedgerGuide {
  /** The name of the sheet that holds them. */
  readonly sheetName: string;
  readonly headings: readonly string[];
  /** What holds for every sheet. */
  readonly general: readonly string[];
  readonly required: string;
  readonly formats: Readonly<Record<'text' | 'date' | 'plain', string>>;
  readonly allowed: (values: readonly string[]) => string;
  readonly sheets: Readonly<Record<string, SheetGuide>>;
}

/** What an officer needs to know to fill in the sheets. */
export const ledgerGuide: LedgerGuide = {
  sheetName: '填写说明',
  headings: ['工作表', '列名', '必填', '格式', '说明', '示例'],
  general: [
    '各表第一行是表头，表头带 * 的列必填；列的次序可以调整，工作表名和列名不要改动。',
    '表头以外多出的列会作为备注保存并在报告中列出；不认识的工作表（包括本表）会跳过。',
    '日期用 Excel 日期，或写成 2022-05-10、2022/5/10、2022年5月10日。',
    '编号、文号和代码列已设为文本格式，请勿改为数字：18 位代码变成科学计数法后无法恢复。',
    '一格填多项时用分号、顿号或逗号分隔。金额以元为单位，最多两位小数。',
    '导入时逐行检查：合格的行登记，不合格的行全部退回并说明原因，不会留下半行数据。',
    '同一文件可以重复导入，已登记的行不会重复登记。要更正已登记的内容，在“更正理由”列写明理由，前后两个版本都会保留。',
    '登记次序为学校名册、学校变更、自查批次、自查台账、违规案件、处理决定、后续处理，一个文件可以装下全部台账。',
  ],
  required: '必填',
  formats: { text: '文本', date: '日期', plain: '常规' },
  allowed: (values) => `可填：${values.join('、')}。`,
  sheets: sheetGuides,
};
