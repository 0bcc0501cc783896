/** Why somebody may not, in the order in which a reader would check. The last is the one that the client can mend. */
export const denials = [
  'role-may-not',
  'scope-missing',
  'other-district',
  'other-school',
  'conflict-of-interest',
  'closed-in-this-state',
  'own-earlier-step',
  'own-account',
  'step-up-needed',
] as const;

/** A word of `denials`; its sentences stand in libs/wording. */
export type DenialCode = (typeof denials)[number];
