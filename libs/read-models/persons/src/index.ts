export { Persons } from './persons.query.ts';
export type { ListedPerson, SealedPerson } from './persons.query.ts';
