import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultLimits } from './limits.ts';
import { RowListener } from './row-listener.ts';
import type { CellContext } from './stored-cell.ts';
import type { Row } from './workbook.ts';
import { textCell } from './workbook.ts';
import { XmlFeed } from './xml-feed.ts';

const context: CellContext = { sharedStrings: [textCell('甲'), textCell('')], isDate: [false, true], is1904: false };

const rowsOf = (rows: string, pieceChars = Infinity): Row[] => {
  const listener = new RowListener(context, { ...defaultLimits, rows: 3, columns: 4, cellChars: 20 });
  const feed = new XmlFeed('worksheet', listener);
  const xml = `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
  const size = Math.min(pieceChars, xml.length);
  for (let i = 0; i < xml.length; i += size) feed.write(xml.slice(i, i + size));
  feed.end();
  return listener.take();
};
const cellsOf = (cells: string): Row['cells'] => rowsOf(`<row r="1">${cells}</row>`)[0]?.cells ?? [];
const texts = (rows: readonly Row[]): unknown[] =>
  rows.map(({ number, cells }) => [number, cells.map(({ text }) => text)]);

describe('rows', () => {
  it('without r stand after their neighbours', () => {
    const rows =
      '<row><c><v>1</v></c><c r="C1"><v>3</v></c><c><v>4</v></c></row><row r="5"/><row><c><v>6</v></c></row>';
    expect(texts(rowsOf(rows))).toEqual([
      [1, ['1', '', '3', '4']],
      [6, ['6']],
    ]);
  });

  it('that hold nothing are passed over, trailing empty cells dropped', () => {
    const rows =
      '<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2" t="s"><v>1</v></c></row><row r="3" hidden="1"><c r="B3"><v>1</v></c><c r="ZZ3" s="1"/></row>';
    expect(texts(rowsOf(rows))).toEqual([[3, ['', '1']]]);
  });

  it('read alike however the XML is cut', () => {
    const rows =
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>a&amp;<![CDATA[<b]]></t></is></c></row>';
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (pieceChars) => {
        expect(texts(rowsOf(rows, pieceChars))).toEqual([[2, ['甲', 'a&<b']]]);
      }),
    );
  });

  it.each([
    ['not-a-workbook', '<row r="2"/><row r="2"/>'],
    ['not-a-workbook', '<row r="0"/>'],
    ['not-a-workbook', '<row r="1048577"/>'],
    ['not-a-workbook', '<row r="x"/>'],
    ['not-a-workbook', '<row><c r="7"/></row>'],
    ['not-a-workbook', '<row><c t="s"><v>2</v></c></row>'],
    ['too-large', '<row><c r="E1"><v>1</v></c></row>'],
    ['too-large', '<row><c><v>1</v></c></row>'.repeat(4)],
    ['too-large', '<row><c t="str"><v>123456789012345678901</v></c></row>'],
    ['too-large', `<row><c t="inlineStr"><is>${'<r><t>1234567</t></r>'.repeat(21)}`],
  ])('are refused as %s: %s', (code, rows) => {
    expect(() => rowsOf(rows)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a cell', () => {
  it.each([
    ['<c><v>3.646012001E9</v></c>', { kind: 'number', text: '3.646012001E9', number: 3_646_012_001 }],
    ['<c t="n"><v>-1.5</v></c>', { kind: 'number', text: '-1.5', number: -1.5 }],
    ['<c s="1"><v>44691.75</v></c>', { kind: 'date', text: '2022-05-10', date: '2022-05-10', number: 44_691.75 }],
    ['<c s="1"><v>60</v></c>', { kind: 'number', text: '60', number: 60 }],
    ['<c s="9"><v>60</v></c>', { kind: 'number', text: '60', number: 60 }],
    ['<c t="d"><v>2022-05-10T00:00:00</v></c>', { kind: 'date', text: '2022-05-10', date: '2022-05-10' }],
    ['<c t="d"><v>10 May</v></c>', { kind: 'text', text: '10 May' }],
    ['<c><v>n/a</v></c>', { kind: 'text', text: 'n/a' }],
    ['<c t="b"><v>1</v></c>', { kind: 'bool', text: 'TRUE' }],
    ['<c t="b"><v>0</v></c>', { kind: 'bool', text: 'FALSE' }],
    ['<c t="e"><v>#REF!</v></c>', { kind: 'error', text: '#REF!' }],
    ['<c t="s"><v>0</v></c>', { kind: 'text', text: '甲' }],
    ['<c t="str"><f>A1&amp;"x"</f><v>ax</v></c>', { kind: 'text', text: 'ax' }],
    ['<c><f>1+1</f><v>2</v></c>', { kind: 'number', text: '2', number: 2 }],
    ['<c><f>1+1</f></c>', { kind: 'error', text: '=1+1' }],
    ['<c t="inlineStr"><is><t> a_x000D_ </t></is></c>', { kind: 'text', text: ' a\r ' }],
    ['<c t="inlineStr"><is><t>_x005F_x000D_</t></is></c>', { kind: 'text', text: '_x000D_' }],
    [
      '<c t="inlineStr"><is><r><t>红</t></r><r><t>线</t></r><rPh><t>ホン</t></rPh></is></c>',
      { kind: 'text', text: '红线' },
    ],
  ])('%s', (xml, cell) => {
    expect(cellsOf(xml)).toEqual([cell]);
  });

  it('with an empty result of a formula is empty', () => {
    expect(cellsOf('<c t="str"><f>""</f><v></v></c>')).toEqual([]);
  });
});
