import { creditCode } from './credit-code.mjs';

const isDate = (header) => /日期|有效期至|^整改期限$/.test(header);
const isNumber = (header) => /涉及人数|涉及金额|核定上限|期限\(年\)|^年检年度$/.test(header);

/** Five spellings that offices use side by side, taken in turn so that every file has all of them. */
const spellings = [
  (iso) => ({ value: new Date(`${iso}T00:00:00Z`), numFmt: 'yyyy/m/d' }),
  (iso) => ({ value: iso }),
  (iso) => ({ value: new Date(`${iso}T00:00:00Z`), numFmt: 'yyyy"年"m"月"d"日"' }),
  (iso) => ({ value: iso.split('-').map(Number).join('/') }),
  (iso) => ({ value: iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日') }),
];

const cellOf = (header, text, turn) => {
  if (text === '') return { value: null };
  if (isDate(header) && /^\d{4}-\d{2}-\d{2}$/.test(text)) return spellings[turn % spellings.length](text);
  if (isNumber(header)) return { value: Number(text), numFmt: header.includes('金额') ? '#,##0.00' : 'General' };
  return { value: text.replace(/^(\d{2})@(\d{2})$/, (_, kind, serial) => creditCode(kind, serial)), numFmt: '@' };
};

/** A ledger written with `|` between its cells: the headers, and rows of `{ value, numFmt? }`. */
export const tableOf = (text) => {
  const [headers = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return {
    headers,
    rows: rows.map((cells, row) =>
      headers.map((header, column) => cellOf(header.replace('*', ''), cells[column] ?? '', row + column)),
    ),
  };
};
