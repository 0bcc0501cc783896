export { importWorkbooks } from './import-workbooks.ts';
export type { ImportOrder } from './import-workbooks.ts';
export type { ImportDesk } from './import-desk.ts';
export type { ImportedFile, ImportReport, RefusedCell, SheetCount } from './import-report.ts';
