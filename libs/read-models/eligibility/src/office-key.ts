import { partitionOf } from '#platform/projection-runner';

/**
 * Under which key a partition keeps what concerns several schools. Each keeps all of it, so that what it says of its
 * schools stands at one position, however far the others are.
 */
export const officeKeyOf = (partition: number): string => `*${partition}`;

/** The key of the office's facts that stand beside a school's. */
export const officeKeyFor = (school: string, partitions: number): string =>
  officeKeyOf(partitionOf(school, partitions));

/** Whether facts under this key concern several schools. */
export const isOfficeKey = (key: string): boolean => key.startsWith('*');
