import type { DataSource, Driver, EntityTarget, ObjectLiteral } from 'typeorm';
import { rowShape } from './row-shape.ts';

/** PostgreSQL cuts longer names short, so that two of them may become one. */
const mostBytes = 63;

const quoted = (driver: Driver, name: string): string => {
  if (Buffer.byteLength(name) > mostBytes) throw new Error(`${name} is longer than ${mostBytes} bytes`);
  return driver.escape(name);
};

/**
 * The statement that makes a table of this name for an entity, unless it is there. Only columns, nullability and the
 * primary key are taken from the entity: rows of a read model need no defaults, checks or foreign keys.
 */
export const createTableSql = (dataSource: DataSource, target: EntityTarget<ObjectLiteral>, name: string): string => {
  const { driver } = dataSource;
  const { keys, types } = rowShape(dataSource, target);
  const columns = dataSource
    .getMetadata(target)
    .columns.map(
      ({ databaseName, isNullable }, at) =>
        `${driver.escape(databaseName)} ${types[at]}${isNullable ? '' : ' NOT NULL'}`,
    );
  const primaryKey = `PRIMARY KEY (${keys.map((key) => driver.escape(key)).join(', ')})`;
  return `CREATE TABLE IF NOT EXISTS ${quoted(driver, name)} (${[...columns, primaryKey].join(', ')})`;
};

/** The statements that make the entity's declared indexes on a table of this name, unless they are there. */
export const createIndexSqls = (
  dataSource: DataSource,
  target: EntityTarget<ObjectLiteral>,
  name: string,
): readonly string[] => {
  const { driver } = dataSource;
  return dataSource.getMetadata(target).indices.map((index) => {
    const columns = index.columns.map((column) => column.databaseName);
    const indexName = quoted(driver, `${name}_by_${columns.join('_')}`);
    const list = columns.map((column) => driver.escape(column)).join(', ');
    return `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${indexName} ON ${driver.escape(name)} (${list})`;
  });
};
