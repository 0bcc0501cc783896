import type { accountSentences as zh } from '../zh/accounts.ts';

/** What can be wrong with an account of a person or with a record of access. */
export const accountSentences: Readonly<Record<keyof typeof zh, string>> = {
  'bad-account-id':
    'The account has the wrong form{ (detail)}. Use lower-case letters, digits, dots and hyphens, a letter first, 2 to 40 characters, such as wang.fang; no phone or identity number.',
  'account-already-opened':
    'This account is open{ (detail)} and says something else. Change its access, or take another id for another person.',
  'unknown-account': 'There is no such account{ (detail)}. Open it first, or check how it is spelled.',
  'account-already-disabled':
    'The account is disabled{ (detail)}: it is not disabled again, and its credentials are not reset. If it is needed, enable it first.',
  'account-already-enabled': 'The account is not disabled{ (detail)}; there is nothing to enable.',
  'credentials-kept-elsewhere':
    'The account signs in through an identity provider{ (detail)}, and its password and codes are not kept here. Reset them there.',
  'roles-missing': 'The account has no role. Give it at least one, and no more than the work needs.',
  'unknown-role': 'There is no such role{ (detail)}, or no person may hold it. Check its name.',
  'roles-not-combinable':
    'One account may not hold these roles together{ (detail)}. Roles that work on cases go together; every other role needs an account of its own.',
  'bad-account-districts':
    "The account's list of districts is wrong{ (detail)}. Use six-digit codes, 460100 for the whole city; for work on cases never leave it empty.",
  'bad-account-schools': "The account's list of schools is wrong{ (detail)}. A school code has ten digits.",
  'staff-without-school':
    'An account of school staff names its schools one by one, neither none nor all. Add the school code.',
  'schools-for-staff-alone':
    'Only accounts of school staff name schools{ (detail)}; other roles reach as far as their districts. Leave the schools out.',
  'bad-account-conflicts':
    'A school to stand aside from is written wrongly{ (detail)}. A school code has ten digits; check each.',
  'bad-identity':
    "The identity at the provider is wrong{ (detail)}. It takes the issuer's address and the provider's own id of the person, both without spaces, never an e-mail address.",
  'second-person-needed':
    'Making somebody a security administrator, enabling one or resetting their credentials needs the approval of another one{ (detail)}. Propose it through the accounts of this service.',
  'proposal-already-open':
    'Another proposal about this account waits for a second administrator{ (no. detail)}, and says something else. Approve or withdraw it, then propose yours.',
  'unknown-proposal': 'The account has no such proposal{ (no. detail)}. Check the list of proposals that wait.',
  'proposal-already-closed':
    'The proposal was approved or withdrawn, or something else happened to the account since{ (no. detail)}. Look at the list again and act on what it shows.',
  'same-person-approves': 'Whoever proposed it does not approve it{ (detail)}. Ask another security administrator.',
  'proposal-already-expired':
    'The proposal is out of date{: its last day was detail}. If it is still needed, propose it again.',
  'access-record-malformed':
    'The record of access is incomplete or has the wrong form{ (detail)}. This is a fault of the program: tell the operator.',
  'accounts-not-current':
    'The data of accounts is being rebuilt or has stopped, so nobody can be told from anybody. Try again later; if it lasts, tell the operator.',
};
