export { importWorkbooks } from './import-workbooks.ts';
export type { ImportOrder } from './import-workbooks.ts';
export type { ImportDesk } from './import-desk.ts';
export type { ImportedFile, ImportReport, RefusedCell, SheetCount } from './import-report.ts';
export { displayWidth } from './report/display-width.ts';
export { reportText } from './report/report-text.ts';
export { SourceChanged, writeReport } from './report/write-report.ts';
export type { ReportSources } from './report/write-report.ts';
export { writeTemplates } from './template/write-templates.ts';
