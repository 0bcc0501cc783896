import type { SchoolChangeContent, SchoolContent } from './school.events.ts';

/** Registers a school, or amends its row when a correction reason is given. */
export class RegisterSchool {
  constructor(
    readonly content: SchoolContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** Records one approved change of a school, or corrects the recorded one. */
export class RecordSchoolChange {
  constructor(
    readonly content: SchoolChangeContent,
    readonly correctionReason: string | null = null,
  ) {}
}

export type SchoolCommand = RegisterSchool | RecordSchoolChange;
