/** A list as the register keeps it: a sorted set. */
export const asSet = <T extends string | number>(values: readonly T[] | null | undefined): readonly T[] =>
  [...new Set(values)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** What was sent, as a command takes it: the fields without the class that checked them. */
export const plain = <T extends object>(checked: T): { readonly [Field in keyof T]: T[Field] } =>
  Object.assign({}, checked);
