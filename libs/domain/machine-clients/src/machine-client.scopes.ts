/** What a key may be allowed to do; `libs/policy` says what each of them opens. */
export const machineScopes = ['eligibility:read', 'log:read', 'metrics:read'] as const;

export type MachineScope = (typeof machineScopes)[number];

/** True for one of `machineScopes`. */
export const isMachineScope = (text: string): text is MachineScope =>
  (machineScopes as readonly string[]).includes(text);
