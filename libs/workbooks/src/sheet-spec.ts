import type { RegisterCommand } from '#commands';
import type { Draft, Refusal } from '#kernel';
import type { RegisterFacts } from '#law';
import { text } from './cell-values.ts';
import type { Parser } from './cell-values.ts';

/** One column of an office's ledger. */
export interface Column {
  /** As the office writes it, with half-width brackets. */
  readonly header: string;
  /** The field of the content that it fills. */
  readonly field: string;
  readonly required: boolean;
  readonly parse: Parser<unknown>;
  /** What an empty cell means. */
  readonly empty: unknown;
  /** For templates: codes must stay text, dates are dates. */
  readonly format: 'text' | 'date' | 'plain';
}

/** How one sheet of a workbook becomes commands. */
export interface SheetSpec<Content extends object = never> {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Headers of the columns that make the key; a header row must hold those that are required. */
  readonly key: readonly string[];
  /** Fills in what depends on several cells, and refuses what only several cells together show. */
  settle(draft: Draft<Content>): { readonly draft: Draft<Content>; readonly refusals: readonly Refusal[] };
  /** The command of a row that could be read completely. */
  command(content: Content, correctionReason: string | null): RegisterCommand;
  /** What else is wrong with a row that could be read only in part. */
  offences(draft: Draft<Content>, facts: RegisterFacts, correctionReason: string | null): readonly Refusal[];
}

interface ColumnOptions {
  readonly parse: Parser<unknown>;
  readonly required?: boolean;
  readonly empty?: unknown;
  readonly format?: Column['format'];
}

/** A column; by default optional, and null where the cell is empty. */
export const column = (header: string, field: string, options: ColumnOptions): Column => ({
  header,
  field,
  required: false,
  empty: null,
  format: 'plain',
  ...options,
});

export const required = { required: true } as const;
export const asText = { format: 'text' } as const;
export const asDate = { format: 'date' } as const;
/** An empty cell of a list column. */
export const emptyList = { empty: [] as readonly never[] } as const;

/** The column that every sheet may have: why a recorded row is to be replaced. */
export const correctionColumn: Column = column('更正理由', 'correctionReason', { parse: text });

/** A sheet whose rows need nothing more than their cells. */
export const nothingToSettle = <Content>(draft: Draft<Content>) => ({ draft, refusals: [] });
