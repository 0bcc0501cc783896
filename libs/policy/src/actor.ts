import type { Step } from './actions.ts';

/** Who asks, as the session or the key says. Attributes come from the account, never from the request. */
export interface Actor {
  readonly id: string;
  /** Names that are no roles give nothing. */
  readonly roles: readonly string[];
  /** Six-digit codes of GB/T 2260; a bureau's code (460100, 460000) stands for every district under it. */
  readonly districts: 'all' | readonly string[];
  /** Of school staff, and of keys that are narrowed; ten-digit codes. 'all' is for keys alone. */
  readonly schools: 'all' | readonly string[];
  /** What a machine's key holds. */
  readonly scopes: readonly string[];
  /** Whether the person proved within the last minutes that it is still them. */
  readonly steppedUp: boolean;
  /** Codes of the schools with which the person has a conflict of interest (利害关系). */
  readonly conflicts: readonly string[];
}

/** What an action is about, as far as it is known; what a rule looks at and does not find is denied. */
export interface Resource {
  readonly school?: string;
  readonly district?: string;
  /** The standing of the self-inspection report, for the actions of school staff. */
  readonly state?: string;
  /** Who did the earlier steps. A step that is not named was done by nobody, or on paper. */
  readonly actors?: Readonly<Partial<Record<Step, readonly string[]>>>;
  /** Whether it is the account of whoever asks. */
  readonly ownAccount?: boolean;
}

/** A request without an identity: nothing but what is open to anyone. */
export const nobody: Actor = {
  id: '',
  roles: [],
  districts: [],
  schools: [],
  scopes: [],
  steppedUp: false,
  conflicts: [],
};

/**
 * Whoever works on the machine that holds the register, outside of any session, by the name that the system knows. They
 * hold its files, so nothing there can be kept from them; what they do says in the record that nobody signed in.
 */
export const keeperOfMachine = (user: string): Actor => ({
  ...nobody,
  id: `os:${user}`,
  roles: ['OFFICER', 'SECURITY_ADMINISTRATOR', 'SYSTEM_OPERATOR'],
  districts: 'all',
  steppedUp: true,
});
