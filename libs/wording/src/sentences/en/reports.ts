import type { reportSentences as zh } from '../zh/reports.ts';

/** What a report about an import says beside the refusals. */
export const reportSentences: Readonly<Record<keyof typeof zh, string>> = {
  'report-nothing': 'No rows were read.',
  'report-all-good': 'Everything is recorded; no row was refused.',
  'report-refusals': 'Refused rows and why:',
  'report-row': 'row {detail}',
  'report-more': '…and {detail} more; --report FILE.xlsx saves the whole report.',
  'report-unknown-sheets': 'Unknown sheets, passed over: {detail}.',
  'report-extra-columns': 'Unknown columns, kept as notes: {detail}.',
  'report-progress': '{detail} rows read',
  'report-saved': 'Report saved: {detail}.',
  'template-saved': 'Blank template saved: {detail}.',
};
