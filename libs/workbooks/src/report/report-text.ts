import { sentenceFor, wordFor } from '#wording';
import type { Locale } from '#wording';
import type { ImportedFile, ImportReport, RefusedCell, SheetCount } from '../import-report.ts';
import { alignedTable } from './display-width.ts';

const outcomes = ['read', 'recorded', 'unchanged', 'corrected', 'refused'] as const satisfies (keyof SheetCount)[];
const listedRefusals = 50;
const longestValue = 60;

/** The report for a terminal: counts, what was passed over, and the first fifty refusals. Ends with a line break. */
export const reportText = (report: ImportReport, locale: Locale): string => {
  const lines = [
    ...countLines(report, locale),
    ...report.files.flatMap((file) => remarkLines(file, locale)),
    '',
    ...refusalLines(report.refused, locale),
  ];
  return `${lines.join('\n')}\n`;
};

const countLines = ({ sheets }: ImportReport, locale: Locale): readonly string[] => {
  const counts = Object.entries(sheets);
  if (counts.length === 0) return [sentenceFor('report-nothing', locale)];
  const total = outcomes.map((outcome) => counts.reduce((sum, [, count]) => sum + count[outcome], 0));
  return alignedTable([
    ['sheet', ...outcomes].map((term) => wordFor(term, locale)),
    ...counts.map(countLine),
    [wordFor('total', locale), ...total.map(String)],
  ]);
};

const countLine = ([name, count]: readonly [string, SheetCount]): readonly string[] => [
  name,
  ...outcomes.map((outcome) => String(count[outcome])),
];

const remarkLines = ({ file, unknownSheets, extraColumns }: ImportedFile, locale: Locale): readonly string[] => {
  const columns = Object.entries(extraColumns).map(([sheet, names]) => `${sheet} (${names.map(shown).join(', ')})`);
  const remark = (code: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${shown(file)}: ${sentenceFor(code, locale, names.join(', '))}`];
  return [...remark('report-unknown-sheets', unknownSheets.map(shown)), ...remark('report-extra-columns', columns)];
};

const refusalLines = (refused: readonly RefusedCell[], locale: Locale): readonly string[] => {
  if (refused.length === 0) return [sentenceFor('report-all-good', locale)];
  const more = refused.length - listedRefusals;
  return [
    sentenceFor('report-refusals', locale),
    ...refused.slice(0, listedRefusals).flatMap((cell) => refusalLine(cell, locale)),
    ...(more > 0 ? [sentenceFor('report-more', locale, String(more))] : []),
  ];
};

const refusalLine = ({ file, sheet, row, column, value, code, detail }: RefusedCell, locale: Locale): string[] => {
  const place = [
    shown(file),
    sheet,
    row === null ? null : sentenceFor('report-row', locale, String(row)),
    column,
    value ? `“${shown(value)}”` : null,
  ].filter((part) => part !== null);
  const said = sentenceFor(code, locale, detail === undefined ? undefined : shown(detail));
  return [`- ${place.join(' · ')}`, `  ${said} [${code}]`];
};

// oxlint-disable-next-line no-control-regex -- a value must not command the terminal, nor turn its text around
const commanding = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Foreign text on one short line that the terminal only shows. */
const shown = (text: string): string => {
  const plain = text.replaceAll(commanding, ' ');
  return plain.length > longestValue ? `${plain.slice(0, longestValue)}…` : plain;
};
