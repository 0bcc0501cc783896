/** Why a record is refused, in the order a reader would check: a mistake of the program, never of whoever came. */
export const accessRecordRefusals = ['bad-instant', 'access-record-malformed'] as const;
