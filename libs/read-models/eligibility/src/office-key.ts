/** The key under which the log keeps what concerns several schools. */
export const officeKey = '';

/**
 * Under which key a partition says how far it has folded what concerns several schools: each folds all of it, so that
 * what it judges of its schools stands at one position, however far the others are.
 */
export const officeKeyOf = (partition: number): string => `*${partition}`;

/** Whether this is such a key, and no school. */
export const isOfficeKey = (key: string): boolean => key.startsWith('*');
