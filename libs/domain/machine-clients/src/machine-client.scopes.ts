/** What a key may be allowed to do: the one list of it. */
export const machineScopes = [
  'eligibility:read',
  'changes:read',
  'schools:read',
  'log:read',
  'commands:write',
] as const;

export type MachineScope = (typeof machineScopes)[number];

/** True for one of `machineScopes`. */
export const isMachineScope = (text: string): text is MachineScope =>
  (machineScopes as readonly string[]).includes(text);
