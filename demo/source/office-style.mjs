// How the office lays a ledger out: a merged title, a line about itself, the header (here and there in two rows), rows.
import { tableOf } from './table.mjs';

const thin = { style: 'thin', color: { argb: 'FF7F7F7F' } };
const border = { top: thin, left: thin, bottom: thin, right: thin };
const headerFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDCE6F1' } };
const wide = { 理由: 30, 问题描述: 34, 情节理由: 36, 适用学校: 40, 更正理由: 30, 备注: 22, 学校名称: 26, 名称: 24, 依据: 18 };

const widthOf = (header) => wide[header.replace('*', '')] ?? Math.max(13, header.length * 2 + 2);

const addTop = (sheet, { title, heading, columns }) => {
  sheet.mergeCells(1, 1, 1, columns);
  sheet.getCell(1, 1).value = `${heading.year}年度${title}（虚构演示数据）`;
  sheet.getCell(1, 1).font = { name: '方正小标宋简体', size: 18, bold: true };
  sheet.getCell(1, 1).alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.getRow(1).height = 34;
  const middle = Math.ceil(columns / 2);
  sheet.mergeCells(2, 1, 2, middle);
  sheet.mergeCells(2, middle + 1, 2, columns);
  sheet.getCell(2, 1).value = '填报科室：职成科（虚构）';
  sheet.getCell(2, middle + 1).value = `截至：${heading.until}`;
  sheet.getCell(2, middle + 1).alignment = { horizontal: 'right' };
};

/** The header in row 3; with groups it takes row 4 too, where the grouped columns have their names. */
const addHeader = (sheet, headers, groups) => {
  const last = groups ? 4 : 3;
  for (const [i, header] of headers.entries()) {
    const group = Object.entries(groups ?? {}).find(([, members]) => members.includes(header));
    sheet.getCell(3, i + 1).value = group ? group[0] : header;
    if (group) sheet.getCell(4, i + 1).value = header;
    else if (groups) sheet.mergeCells(3, i + 1, 4, i + 1);
    sheet.getColumn(i + 1).width = widthOf(header);
  }
  for (const members of Object.values(groups ?? {})) {
    const first = headers.indexOf(members[0]) + 1;
    sheet.mergeCells(3, first, 3, first + members.length - 1);
  }
  for (let row = 3; row <= last; row += 1)
    for (let column = 1; column <= headers.length; column += 1) {
      const cell = sheet.getCell(row, column);
      cell.font = { name: '宋体', size: 11, bold: true };
      cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
      cell.fill = headerFill;
      cell.border = border;
    }
  return last;
};

/** Adds one ledger as a sheet of `book`. */
export const addLedger = (book, { name, title, groups, rows: text }, heading) => {
  const { headers, rows } = tableOf(text);
  const sheet = book.addWorksheet(name, { pageSetup: { orientation: 'landscape', fitToPage: true, fitToHeight: 0 } });
  addTop(sheet, { title, heading, columns: headers.length });
  const last = addHeader(sheet, headers, groups);
  sheet.views = [{ state: 'frozen', xSplit: 2, ySplit: last }];
  for (const [r, cells] of rows.entries())
    for (const [c, { value, numFmt }] of cells.entries()) {
      const cell = sheet.getCell(last + 1 + r, c + 1);
      cell.value = value;
      cell.border = border;
      cell.font = { name: '宋体', size: 10.5 };
      cell.alignment = { vertical: 'middle', wrapText: true };
      if (numFmt) cell.numFmt = numFmt;
    }
};

/** The first sheet, which every import passes over. */
export const addNote = (book) => {
  const sheet = book.addWorksheet('说明');
  sheet.getColumn(1).width = 90;
  for (const line of [
    '本工作簿为演示用虚构数据：学校、人员、单位、文号均为虚构，与任何真实机构和个人无关。',
    '各表第一、二行为标题和填报信息，表头带 * 的列必填；“备注”“序号”等列不是台账列，导入时作为备注保留。',
  ])
    sheet.addRow([line]);
};
