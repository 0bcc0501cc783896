import ExcelJs from 'exceljs';
import type { Service } from './service.ts';

/** A way to write a sheet of schools down. */
export interface SheetFile {
  readonly name: string;
  readonly type: string;
  /** Whether its form can say this text at all. */
  canHold(text: string): boolean;
  bytesOf(rows: readonly (readonly string[])[]): Promise<Uint8Array>;
}

const sheet = '学校名册';
const header = ['学校标识码', '学校名称', '行政区划', '办学性质', '学校类型', '校长', '开设专业'];

/** A school's row, name and principal made of the text. */
export const rowOf = (code: string, text: string): readonly string[] => [
  code,
  text,
  '460105',
  '公办',
  '普通中专',
  text,
  '740101',
];

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** One that can hold any text, and one that cannot. */
export const sheetFiles: readonly [SheetFile, SheetFile] = [
  {
    name: `${sheet}.csv`,
    type: 'text/csv',
    canHold: () => true,
    bytesOf: async (rows) =>
      Buffer.from([header, ...rows.map((row) => row.map(quoted))].map((row) => `${row.join(',')}\n`).join('')),
  },
  {
    name: 'office.xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    canHold: (text) => !/[\p{Cs}\p{Cc}\ufffe\uffff]/u.test(text), // XML cannot, or says it otherwise
    bytesOf: async (rows) => {
      const workbook = new ExcelJs.Workbook();
      workbook.addWorksheet(sheet).addRows([header, ...rows.map((row) => [...row])]);
      return new Uint8Array(await workbook.xlsx.writeBuffer());
    },
  },
];

interface Report {
  readonly refused: readonly { readonly row: number | null; readonly code: string }[];
}

/** What became of rows that were uploaded in such a file; without a report where the file was refused. */
export const uploadedTo = async (
  { url, cookie }: Service,
  file: SheetFile,
  ...rows: readonly (readonly string[])[]
): Promise<{ readonly status: number; readonly report?: Report }> => {
  const form = new FormData();
  form.append('file', new Blob([await file.bytesOf(rows)], { type: file.type }), file.name);
  const response = await fetch(`${url}/api/v1/imports`, { method: 'POST', headers: { cookie }, body: form });
  const { status } = response;
  return status === 200 ? { status, report: (await response.json()) as Report } : { status };
};
