import type { Decider } from '#kernel';

/** What is remembered of an imported file: whoever has the file can show that it is the one. */
export interface WorkbookContent {
  readonly sha256: string;
  readonly name: string;
  readonly kind: 'xlsx' | 'csv';
  /** Rows read, all sheets together. */
  readonly rows: number;
  readonly refusedRows: number;
  readonly importer: string;
}

/** Says that a file was imported to its end. */
export class RecordWorkbook {
  constructor(readonly content: WorkbookContent) {}
}

/** One stream a file, known by its hash. */
export interface WorkbookEvent {
  readonly type: 'WorkbookImported';
  readonly data: WorkbookContent;
}

/** Imported workbooks: each file is remembered once, however often it is imported. */
export const workbookImport: Decider<boolean, { readonly command: RecordWorkbook }, WorkbookEvent> = {
  subject: 'workbookImport',
  initialState: false,
  evolve: () => true,
  decide: ({ command }, known) => (known ? [] : [{ type: 'WorkbookImported', data: command.content }]),
};
