import type { DataSource, Driver, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { SqlValue } from './read-store.ts';

type Column = EntityMetadata['columns'][number];

/** How the rows of one entity stand in their table. */
export interface RowShape<Row> {
  readonly table: string;
  /** Column names in the database, in the order of `toValues`. */
  readonly columns: readonly string[];
  /** The primary key's columns, in order. */
  readonly keys: readonly string[];
  readonly toValues: (row: Row) => SqlValue[];
  readonly toRow: (record: Readonly<Record<string, unknown>>) => Row;
}

const plainTypes = new Set<unknown>(['text', 'varchar', 'integer', 'int', 'bigint', 'real', 'blob', String, Number]);

// A bulk write must not pay a driver call for a text or a number.
const isPlain = (column: Column): boolean => plainTypes.has(column.type) && !column.transformer;

/** One column of a row: to its database value, and back. */
interface Cell {
  readonly property: string;
  readonly name: string;
  readonly store: (value: unknown) => unknown;
  readonly load: (value: unknown) => unknown;
}

const asIs = (value: unknown): unknown => value;

const cellOf = (column: Column, driver: Driver): Cell => ({
  property: column.propertyName,
  name: column.databaseName,
  store: isPlain(column) ? asIs : (value) => driver.preparePersistentValue(value, column) as unknown,
  load: isPlain(column) ? asIs : (value) => driver.prepareHydratedValue(value, column) as unknown,
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

/** The shape of an entity of this data source. Throws for an unknown entity, for relations and for a missing key. */
export const rowShape = <Row extends ObjectLiteral>(
  dataSource: DataSource,
  target: EntityTarget<Row>,
): RowShape<Row> => {
  const metadata = dataSource.getMetadata(target);
  const shape = known.get(metadata) ?? shapeOf<Row>(metadata);
  known.set(metadata, shape as RowShape<never>);
  return shape as RowShape<Row>;
};
