import type { selfInspectionSentences as zh } from '../zh/self-inspections.ts';

/** What can be wrong with a campaign, a report or an item. */
export const selfInspectionSentences: Readonly<Record<keyof typeof zh, string>> = {
  'zero-report-with-items':
    'A zero report has no items, and a school files either a zero report or items for one campaign. Empty the item columns, or change 是否零报告 to 否.',
  'principal-signature-missing':
    "The day of the principal's signature is empty. The principal answers for the year's work and signs the report; have it signed and fill in the date.",
  'closing-date-missing':
    'The item is 已销号 but has no day on which it was closed off. Fill in 销号日期, or correct 整改状态.',
  'closing-date-without-closing':
    'There is a closing date{ (detail)}, but the item is not 已销号. Correct 整改状态, or empty 销号日期.',
  'report-not-filed':
    'The school has not filed its report for this campaign, or it was sent back. The school files it first.',
  'report-already-accepted': 'The report is already accepted and can neither be returned nor accepted again.',
  'report-without-items': 'The report has no items. If there are none, the principal signs a zero report.',
  'item-not-found': 'There is no such item{ (detail)}. Check campaign, school and item number.',
  'item-not-ordered': 'No order to correct was issued for this item{ (detail)}. Issue the order first.',
  'item-not-rectified':
    'The item is not recorded as rectified{ (detail)} and cannot be closed off. Record the measure and its day first.',
  'item-already-closed': 'The item is already closed off{ (detail)}. Reopen it first if it must be rectified again.',
  'item-not-closed': 'The item is not closed off{ (detail)}; there is nothing to reopen.',
  'same-person-closes':
    'Whoever recorded the rectification does not close the item off{ (detail)}. A second person verifies and closes it.',
  'deadline-before-order': 'The deadline lies before the order to correct{ (detail)}. Check both dates.',
  'closed-before-order': 'The item is closed off before the order to correct{ (detail)}. Check both dates.',
};
