import type { personSentences as zh } from '../zh/persons.ts';

/** What can be wrong with a person whom a case concerns, and why nobody is shown. */
export const personSentences: Readonly<Record<keyof typeof zh, string>> = {
  'bad-person-number':
    "The person's number is wrong{ (detail)}. Use a whole number from 1 to 999999, never a name or the number of a document.",
  'unknown-person': 'No such person is recorded{ (detail)}. Check the school and the number.',
  'case-of-another-school': "The case is another school's{ (detail)}. Check its number.",
  'unknown-capacity': 'The part of the person is none of the listed ones{ (detail)}.',
  'bad-sealed-texts': 'The personal data could not be sealed and was not kept. Try again, or tell the operator.',
  'person-already-erased': "The person's data was erased{ (detail)}: it can be neither seen nor changed.",
  'unknown-purpose': 'The purpose is none of the listed ones{ (detail)}.',
  'look-reason-missing':
    'There is no reason. Who looks at personal data or erases it says why, and it stays on record.',
  'personal-data-in-reason':
    'The reason seems to hold the number of an identity card or a telephone. It stays on record in clear for ever: take it out and send it again.',
  'look-needs-no-approval':
    'The person is recorded as an adult{ (detail)}: a purpose is enough, nobody has to approve it.',
  'look-not-requested': 'That account has not asked to look{ (detail)}. Check whose request it is.',
  'look-request-differs':
    'The request is for another purpose than the one approved{ (detail)}. Look at it again first.',
  'same-person-approves': 'Nobody approves their own request{ (detail)}. Another approver has to do it.',
  'look-not-approved':
    "A minor's data is shown only after approval (Regulations on the Protection of Minors Online, article 36). Ask for the same purpose, and look once an approver has agreed.",
  'look-approval-over': 'The approval ended at {detail}. Ask again if it is still needed.',
  'unknown-erasure-ground':
    'The ground for erasing is none of the listed ones{ (detail)} (Personal Information Protection Law, article 47).',
  'case-still-open':
    'The case is not closed{ (detail)}: it still needs the data, unless keeping it is unlawful. Propose it again once the case is closed.',
  'erasure-not-proposed': "Nobody proposed to erase the person's data{ (detail)}. An officer has to propose it first.",
  'erasure-proposal-differs': 'The proposal now has another ground{ (detail)}. Look at it again before deciding.',
  'same-person-erases': 'Who proposed the erasure does not carry it out{ (detail)}. Another approver has to do it.',
  'vault-unavailable':
    'Personal data can be neither kept nor shown at the moment. Try again soon, or tell the operator if it lasts.',
  'person-texts-missing':
    'The key of this personal data is not in this system, so it cannot be shown; the look is on record. Tell the operator.',
  'bad-truth': 'Use true or false.',
};
