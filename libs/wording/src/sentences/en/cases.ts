import type { caseSentences as zh } from '../zh/cases.ts';

/** What can be wrong with a step of a violation case. */
export const caseSentences: Readonly<Record<keyof typeof zh, string>> = {
  'case-already-registered':
    'A case with this number is already recorded{ (detail)}. Use a new number, or correct the recorded case.',
  'case-already-filed': 'The case is already filed{ (detail)} and cannot be filed again.',
  'case-not-filed':
    'The case is not filed yet, so it cannot be investigated, concluded or closed (Administrative Penalty Law, art. 54). File it first.',
  'two-investigators-needed':
    'At least two qualified officers investigate (Administrative Penalty Law, art. 42). Name another officer.',
  'case-already-concluded':
    'The case already has a finding{ (detail)}. If the finding is wrong, correct the case and give the reason.',
  'case-not-concluded':
    'The case has no finding yet and cannot be closed (Administrative Penalty Law, art. 57). Record the finding first.',
  'case-already-closed': 'The case is closed{ (detail)}. If there are new facts, open another case.',
  'severity-reason-missing':
    'A severity needs its reason. State the facts it rests on and why this severity was chosen.',
  'closed-before-filed': 'The case is closed before it was filed{ (detail)}. Check both dates.',
};
