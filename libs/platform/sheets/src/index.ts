export type { SheetLimits } from './limits.ts';
export { defaultLimits } from './limits.ts';
export { openWorkbook } from './open-workbook.ts';
export type { SheetErrorCode } from './sheet-error.ts';
export { SheetError } from './sheet-error.ts';
export type { Cell, Row, Sheet, Workbook } from './workbook.ts';
export type { MarkedValue, SheetColumn, SheetToWrite, SheetValue } from './write-workbook.ts';
export { writeWorkbook } from './write-workbook.ts';
