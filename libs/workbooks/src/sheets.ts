import type { Sheet, Workbook } from '#platform/sheets';
import type { SheetSpec } from './sheet-spec.ts';
import { decisions, followUps } from './sheets/decisions.ts';
import { schoolChanges, schoolRegister } from './sheets/schools.ts';
import { campaigns, selfInspectionLedger } from './sheets/self-inspections.ts';
import { violationCases } from './sheets/violation-cases.ts';

/** Any sheet: the engine reads cells by the columns and never looks into a content. */
export type AnySheet = SheetSpec<Record<string, unknown>>;

/** All sheets, in the order in which they are recorded, so that one file can hold a whole office. */
export const sheetsInOrder: readonly AnySheet[] = [
  schoolRegister,
  schoolChanges,
  campaigns,
  selfInspectionLedger,
  violationCases,
  decisions,
  followUps,
] as unknown as readonly AnySheet[];

/** The sheets of a workbook that the register knows, in the order of recording; of two with one name the first. */
export const knownSheets = (workbook: Workbook): ReadonlyMap<AnySheet, Sheet> => {
  const found = new Map<AnySheet, Sheet>();
  for (const sheet of sheetsInOrder) {
    const source = workbook.sheets.find((one) => one.name.trim() === sheet.name);
    if (source) found.set(sheet, source);
  }
  return found;
};
