import { refusal } from '#kernel';
import type { Refusal } from '#kernel';
import type { RegisterFacts } from '#law';
import type { LookWanted, PersonContent, SealedTexts } from './person.events.ts';
import { capacityTerms, lookPurposeTerms } from './person.terms.ts';

const numberShape = /^[1-9]\d{0,5}$/;
const subjectShape = /^s_[\w-]{22}$/;
const partShape = /^[\w-]+$/;
const parts = ['iv', 'ct', 'tag', 'cm'] as const;

/** What is wrong with a person by themselves, and with the case that they are of. */
export const contentOffences = (content: PersonContent, facts: RegisterFacts): readonly Refusal[] => [
  ...(numberShape.test(content.person) ? [] : [refusal('bad-person-number', 'person', content.person)]),
  ...caseOffences(content, facts),
  ...(Object.hasOwn(capacityTerms, content.capacity)
    ? []
    : [refusal('unknown-capacity', 'capacity', content.capacity)]),
  ...(subjectShape.test(content.subject) && areSealed(content.sealed) ? [] : [refusal('bad-sealed-texts', 'fields')]),
];

const caseOffences = ({ caseNo, school }: PersonContent, facts: RegisterFacts): readonly Refusal[] => {
  const known = facts.caseByNo(caseNo);
  if (known === null) return [refusal('unknown-case', 'caseNo', caseNo)];
  return known.school === school ? [] : [refusal('case-of-another-school', 'caseNo', caseNo)];
};

/** At least one text, and nothing that is not sealed: a mistake of the program would put it into the log for ever. */
const areSealed = (sealed: SealedTexts): boolean => {
  const texts = Object.values(sealed);
  return (
    texts.length > 0 &&
    texts.every((one) => Object.keys(one).length === parts.length && parts.every((part) => partShape.test(one[part])))
  );
};

/** What is wrong with why somebody wants to look. */
export const wantedOffences = ({ purpose, reason }: LookWanted): readonly Refusal[] => [
  ...(Object.hasOwn(lookPurposeTerms, purpose) ? [] : [refusal('unknown-purpose', 'purpose', purpose)]),
  ...reasonOffences(reason),
];

/** Identity numbers of either length, and mobile numbers, also where blanks or hyphens stand between digits. */
const personal = /(?<!\d)(?:[1-9]\d{16}[\dX]|[1-9]\d{14}|(?:86)?1[3-9]\d{9})(?!\d)/i;
const separators = /(?<=\d)[\s-]+(?=[\dX])/gi;

/** A reason stays in the log in clear: what names a person has no place in it. The text itself is never repeated. */
export const reasonOffences = (reason: string): readonly Refusal[] => {
  if (reason.trim() === '') return [refusal('look-reason-missing', 'reason')];
  const found = [reason, reason.replaceAll(separators, '')].some((text) => personal.test(text.normalize('NFKC')));
  return found ? [refusal('personal-data-in-reason', 'reason')] : [];
};
