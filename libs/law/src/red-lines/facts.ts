import type { Refusal } from '#kernel';
import { refusal } from '#kernel';
import type { RedLineCategory } from './catalogue.ts';
import { crossChecks } from './cross-checks.ts';
import type { FactField } from './fact-fields.ts';
import { faultIn } from './fact-fields.ts';
import { factSchemas } from './fact-schemas.ts';

type Facts = Readonly<Record<string, unknown>>;

const fieldFinding = (name: string, field: FactField, value: unknown): Refusal | null => {
  if (value === undefined || value === null) return field.required ? refusal('fact-missing', name) : null;
  const fault = faultIn(field, value);
  return fault && refusal(fault.code, name, fault.detail);
};

const fieldFindings = (schema: Readonly<Record<string, FactField>>, facts: Facts): readonly Refusal[] => [
  ...Object.entries(schema).flatMap(([name, field]) => fieldFinding(name, field, facts[name]) ?? []),
  ...Object.keys(facts)
    .filter((name) => !Object.hasOwn(schema, name))
    .map((name) => refusal('fact-unknown', name)),
];

/**
 * What is wrong with a case's stated facts, in the order of the schema; empty when nothing is. First each fact alone:
 * `fact-missing`, `fact-mistyped`, `fact-not-in-list`, `fact-unknown`. Only when all are well typed, the facts against
 * each other: `figures-disagree`, `part-exceeds-whole`, `period-reversed`, and `breach-not-named` for a rule that the
 * figures show to be broken and the officer did not name. The last is for a person to weigh, the others are mistakes.
 */
export const checkFacts = (category: RedLineCategory, facts: Facts): readonly Refusal[] => {
  const faults = fieldFindings(factSchemas[category], facts);
  if (faults.length > 0) return faults;
  // The fields were just found to be of their types, so the category's own check may read them.
  return crossChecks[category](Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)));
};
