export type { Decider, Draft, EventData, Hand, Judgement, Order, Refusal, Refused } from './decider.ts';
export { isRefused, refusal, refuse } from './decider.ts';
export type { Row } from './record.ts';
export { recordOrCorrect } from './record.ts';
export { without } from './without.ts';
export type { Json } from './canonical.ts';
export { canonicalText, isCanonical, isWellFormed, NotCanonical } from './canonical.ts';
export { daysLater, isInstant } from './instant.ts';
export type { JsonFault } from './strict-json.ts';
export { NotStrictJson, parseJson } from './strict-json.ts';
export type { LocalDate } from './local-date.ts';
export {
  addDays,
  addYears,
  dayOf,
  daysBetween,
  daysInMonth,
  earlierOf,
  isLocalDate,
  lastDay,
  laterOf,
  localDate,
  monthOf,
  weekdayOf,
  yearOf,
} from './local-date.ts';
