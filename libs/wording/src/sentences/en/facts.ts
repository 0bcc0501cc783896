import type { factSentences as zh } from '../zh/facts.ts';

/** What can be wrong with the figures of a red-line case. */
export const factSentences: Readonly<Record<keyof typeof zh, string>> = {
  'fact-missing': 'A fact that this red line requires is missing. Establish it and fill it in.',
  'fact-unknown': 'This fact does not belong to this red line{ (detail)}. Check the category, or leave it out.',
  'fact-mistyped':
    'The value has the wrong form{ (detail)}. Counts and amounts are whole numbers (amounts in fen), dates read 2022-05-10.',
  'fact-not-in-list': 'The code is not in the catalogue{ (detail)}. Choose one from the catalogue of this red line.',
  'figures-disagree':
    'The figures disagree; computed from the others it should be another number{ (detail)}. Check the ledger.',
  'part-exceeds-whole': 'The part is larger than the whole{ (detail)}. Check both figures.',
  'period-reversed': 'The period ends before it begins{ (detail)}. Check both dates.',
  'breach-not-named':
    'The figures show a breach of the internship rules that is not named{ (detail)} (Rules on internships of vocational students). Name it, or check the figures.',
  'refund-exceeds-gain':
    'More was refunded than was unlawfully gained{ (detail)}. Check the receipts (Vocational Education Law, art. 66).',
};
