import type { LocalDate } from '#kernel';

/** The office at the moment of a command, as it was looked up. */
export interface Office {
  /** The business day. */
  readonly on: LocalDate;
  /** The accounts of all security administrators who are not disabled, whoever acts among them. */
  readonly administrators: readonly string[];
}

/**
 * On whose word a security administrator may be let in. HOST: whoever holds the machine holds everything (the command
 * line, the setup token). PROVIDER: an identity provider gives roles by its own rules about two persons. Else an
 * administrator's, who needs another one. Found out for a command and no part of what its sender said.
 */
export type Warrant = 'HOST' | 'PROVIDER' | Office;

/** True where no second administrator is asked for. */
export const isOutside = (warrant: Warrant | null): boolean => typeof warrant === 'string';

/** Whether nobody but this one could say yes. */
export const isAlone = (actor: string, { administrators }: Office): boolean =>
  administrators.length === 1 && administrators[0] === actor;
