import type { SheetToWrite } from '#platform/sheets';
import { ledgerGuide } from '#wording';
import { correctionColumn } from '../sheet-spec.ts';
import type { Column } from '../sheet-spec.ts';
import { sheetsInOrder } from '../sheets.ts';
import type { AnySheet } from '../sheets.ts';
import { exampleRows } from './example-rows.ts';

type Line = readonly string[];

/** The sheet of instructions: what holds everywhere, then each sheet and each of its columns with an example. */
export const instructions = (): SheetToWrite => {
  const widths = [12, 18, 6, 8, 90, 32];
  return {
    name: ledgerGuide.sheetName,
    columns: ledgerGuide.headings.map((header, i) => ({ header, width: widths[i] ?? 12, text: true })),
    rows: [...ledgerGuide.general.map(said), ...sheetsInOrder.flatMap(linesOf)],
  };
};

const said = (text: string): Line => ['', '', '', '', text];

const linesOf = (sheet: AnySheet): readonly Line[] => {
  const guide = ledgerGuide.sheets[sheet.name];
  return [
    [],
    [sheet.name, '', '', '', guide?.purpose ?? ''],
    ...(guide?.rules ?? []).map(said),
    ...[...sheet.columns, correctionColumn].map((column) => lineOf(sheet, column)),
  ];
};

const lineOf = (sheet: AnySheet, { header, required, format, parse }: Column): Line => [
  sheet.name,
  header,
  required ? ledgerGuide.required : '',
  ledgerGuide.formats[format],
  (parse.allowed ? ledgerGuide.allowed(parse.allowed) : '') + (ledgerGuide.sheets[sheet.name]?.columns[header] ?? ''),
  exampleRows[sheet.name]?.[header] ?? '',
];
