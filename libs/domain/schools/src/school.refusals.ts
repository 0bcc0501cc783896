/** Why a school row or change is refused, in the order a reader would check. */
export const schoolRefusals = [
  'bad-code',
  'required',
  'bad-credit-code',
  'unknown-school',
  'row-differs-from-record',
  'correction-breaks-follow-up',
] as const;
