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
