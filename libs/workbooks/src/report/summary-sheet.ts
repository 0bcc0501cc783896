import type { SheetToWrite, SheetValue } from '#platform/sheets';
import { sentenceFor, wordFor } from '#wording';
import type { Locale } from '#wording';
import type { ImportedFile, ImportReport, RefusedCell, SheetCount } from '../import-report.ts';

const counted = ['read', 'recorded', 'unchanged', 'corrected', 'refused'] as const satisfies (keyof SheetCount)[];

type Line = readonly SheetValue[];

/** Counts by sheet, then each file with what was passed over in it, then what is wrong with whole files. */
export const summarySheet = (report: ImportReport, locale: Locale): SheetToWrite => {
  const counts = Object.entries(report.sheets);
  const sums = counted.map((outcome) => counts.reduce((sum, [, count]) => sum + count[outcome], 0));
  return {
    name: wordFor('summary', locale),
    columns: [
      { header: wordFor('file', locale), width: 40 },
      { header: wordFor('sheet', locale), width: 14 },
      ...counted.map((outcome) => ({ header: wordFor(outcome, locale), width: 10 })),
      { header: wordFor('sentence', locale), width: 100 },
    ],
    rows: [
      ...counts.map(countLine),
      [null, wordFor('total', locale), ...sums],
      ...report.files.map((file) => fileLine(file, locale)),
      ...report.refused.filter(({ row }) => row === null).map((cell) => faultLine(cell, locale)),
    ],
  };
};

const countLine = ([name, count]: readonly [string, SheetCount]): Line => [
  null,
  name,
  ...counted.map((outcome) => count[outcome]),
];

const longestRemark = 32_000; // a cell holds 32,767 characters

const fileLine = ({ file, rows, sha256, unknownSheets, extraColumns }: ImportedFile, locale: Locale): Line => {
  const remarks = [`${wordFor('sha256', locale)} ${sha256}`];
  const columns = Object.entries(extraColumns).map(([sheet, names]) => `${sheet} (${names.join(', ')})`);
  if (unknownSheets.length > 0) remarks.push(sentenceFor('report-unknown-sheets', locale, unknownSheets.join(', ')));
  if (columns.length > 0) remarks.push(sentenceFor('report-extra-columns', locale, columns.join(', ')));
  return [file, null, rows, null, null, null, null, remarks.join(' ').slice(0, longestRemark)];
};

const faultLine = ({ file, sheet, code, detail }: RefusedCell, locale: Locale): Line => {
  const said = `${sentenceFor(code, locale, detail)} [${code}]`;
  return [file, sheet, null, null, null, null, null, said];
};
