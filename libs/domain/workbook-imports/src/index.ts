export { RecordWorkbook, workbookImport } from './workbook-import.ts';
export type { WorkbookContent, WorkbookEvent } from './workbook-import.ts';
