import type { DataSource, Driver, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { SqlValue } from './read-store.ts';

type Column = EntityMetadata['columns'][number];

/** How the rows of one entity stand in their table. */
export interface RowShape<Row> {
  readonly table: string;
  /** Column names in the database, in the order of `toValues`. */
  readonly columns: readonly string[];
  /** The columns' types in both databases, in the same order. */
  readonly types: readonly ColumnType[];
  /** The primary key's columns, in order. */
  readonly keys: readonly string[];
  readonly toValues: (row: Row) => SqlValue[];
  readonly toRow: (record: Readonly<Record<string, unknown>>) => Row;
}

type ColumnType = 'text' | 'bigint' | 'double precision' | 'boolean';

/** Entity types that mean the same in SQLite and PostgreSQL. Integers have 64 bits in both: positions need 53. */
const columnTypes = new Map<unknown, ColumnType>([
  ['text', 'text'],
  [String, 'text'],
  ['simple-json', 'text'],
  ['integer', 'bigint'],
  ['bigint', 'bigint'],
  [Number, 'bigint'],
  ['double precision', 'double precision'],
  ['boolean', 'boolean'],
  [Boolean, 'boolean'],
]);

const typeOf = ({ type, propertyPath, entityMetadata }: Column): ColumnType => {
  const shared = columnTypes.get(type);
  if (shared) return shared;
  throw new Error(`${entityMetadata.tableName}.${propertyPath}: the databases do not share the type ${String(type)}`);
};

/** One column of a row: to its database value, and back. */
interface Cell {
  readonly property: string;
  readonly name: string;
  readonly store: (value: unknown) => unknown;
  readonly load: (value: unknown) => unknown;
}

type Spelling = Pick<Cell, 'store' | 'load'>;

const asIs = (value: unknown): unknown => value;
const plain: Spelling = { store: asIs, load: asIs };
const isNone = (value: unknown): boolean => value === null || value === undefined;

// Only one of the drivers makes truths of what it reads.
const truth: Spelling = {
  store: (value) => (isNone(value) ? null : Number(Boolean(value))),
  load: (value) => (isNone(value) ? null : Boolean(value)),
};

// A bulk write must not pay a driver call for a text or a number.
const spellingOf = (column: Column, driver: Driver): Spelling => {
  if (column.transformer || column.type === 'simple-json')
    return {
      store: (value) => driver.preparePersistentValue(value, column) as unknown,
      load: (value) => driver.prepareHydratedValue(value, column) as unknown,
    };
  return typeOf(column) === 'boolean' ? truth : plain;
};

const cellOf = (column: Column, driver: Driver): Cell => ({
  property: column.propertyName,
  name: column.databaseName,
  ...spellingOf(column, driver),
});

const shapeOf = <Row extends ObjectLiteral>(metadata: EntityMetadata): RowShape<Row> => {
  const { columns, primaryColumns, relations, tableName } = metadata;
  const { driver } = metadata.dataSource;
  if (relations.length > 0) throw new Error(`${tableName}: a row of a read model has no relations`);
  if (primaryColumns.length === 0) throw new Error(`${tableName}: a row of a read model needs a primary key`);
  const cells = columns.map((column) => cellOf(column, driver));
  return {
    table: tableName,
    columns: cells.map(({ name }) => name),
    types: columns.map(typeOf),
    keys: primaryColumns.map((column) => column.databaseName),
    toValues: (row) => cells.map(({ property, store }) => (store(row[property]) ?? null) as SqlValue),
    toRow: (record) => {
      const row: Record<string, unknown> = {};
      for (const { property, name, load } of cells) row[property] = load(record[name]);
      return row as Row;
    },
  };
};

const known = new WeakMap<EntityMetadata, RowShape<never>>();

/**
 * The shape of an entity of this data source. Throws for an unknown entity, for relations, for a missing key and for
 * a column type that SQLite and PostgreSQL understand differently.
 */
export const rowShape = <Row extends ObjectLiteral>(
  dataSource: DataSource,
  target: EntityTarget<Row>,
): RowShape<Row> => {
  const metadata = dataSource.getMetadata(target);
  const shape = known.get(metadata) ?? shapeOf<Row>(metadata);
  known.set(metadata, shape as RowShape<never>);
  return shape as RowShape<Row>;
};
