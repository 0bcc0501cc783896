/** Why a case command is refused, in the order a reader would check. */
export const violationCaseRefusals = [
  'bad-code',
  'unknown-school',
  'bad-credit-code',
  'row-differs-from-record',
  'correction-breaks-follow-up',
  'case-already-registered',
  'unknown-case',
  'case-already-filed',
  'case-not-filed',
  'two-investigators-needed',
  'case-already-concluded',
  'case-not-concluded',
  'case-already-closed',
  'severity-reason-missing',
  'closed-before-filed',
] as const;
