/** Why an order is refused, in the order a reader would check: mistakes of the program. */
export const secretStoreRefusals = ['unknown-secret-store', 'bad-instant', 'bad-host-name'] as const;
