import { EntitySchema } from 'typeorm';
import type { SessionMethod } from './answers.ts';

/** What a person proves itself by. */
export interface CredentialRow {
  readonly account: string;
  readonly passwordHash: string;
  /** The secret of the one-time codes, encrypted. */
  readonly sealedSecret: string;
  /** The last step whose code was used: no code up to it is taken again. */
  readonly lastStep: number;
}

export interface RecoveryCodeRow {
  readonly account: string;
  readonly codeHash: string;
}

/** An invitation, and what its enrolment holds until a code proves it. */
export interface InvitationRow {
  readonly account: string;
  readonly tokenHash: string;
  readonly expiresMs: number;
  readonly passwordHash: string | null;
  readonly sealedSecret: string | null;
}

export interface SetupTokenRow {
  readonly id: number;
  readonly tokenHash: string;
  readonly expiresMs: number;
}

export interface SessionRow {
  readonly tokenHash: string;
  readonly publicId: string;
  readonly account: string;
  readonly method: SessionMethod;
  readonly startedMs: number;
  readonly provedMs: number;
  readonly seenMs: number;
  readonly address: string;
  readonly agent: string;
  /** Of a person whom a provider vouched for, and of their session there where it has a name. */
  readonly personHash: string | null;
  readonly sidHash: string | null;
}

/** Failures of one address, or of one account from one address. `subject` is a hash. */
export interface FailureRow {
  readonly subject: string;
  readonly failures: number;
  readonly firstMs: number;
  readonly closedUntilMs: number;
  readonly forgetMs: number;
}

export interface DisplayNameRow {
  readonly account: string;
  readonly name: string;
}

/** A sign-in elsewhere that came back, or a logout there; until it would have been too late anyway. `uses` goes from 0 to 1, once. */
export interface UsedSignInRow {
  readonly idHash: string;
  readonly forgetMs: number;
  readonly uses: number;
}

/** A logout at a provider, for whoever was vouched for before; `saidMs` is by the provider's clock. */
export interface ProviderLogoutRow {
  readonly idHash: string;
  readonly personHash: string | null;
  readonly sidHash: string | null;
  readonly saidMs: number;
  readonly forgetMs: number;
}

/** One row: whoever changes it has the turn until their transaction ends. */
export interface ProviderTurnRow {
  readonly id: number;
  readonly turns: number;
}

const account = { type: 'text', primary: true } as const;
const text = { type: 'text' } as const;
const whole = (name: string) => ({ name, type: 'bigint' }) as const;
const named = (name: string) => ({ name, type: 'text' }) as const;
const only = { type: 'integer', primary: true } as const;

export const credentialRow = new EntitySchema<CredentialRow>({
  name: 'credential',
  columns: {
    account,
    passwordHash: named('password_hash'),
    sealedSecret: named('sealed_secret'),
    lastStep: whole('last_step'),
  },
});

export const recoveryCodeRow = new EntitySchema<RecoveryCodeRow>({
  name: 'recovery_code',
  columns: { account, codeHash: { ...named('code_hash'), primary: true } },
});

export const invitationRow = new EntitySchema<InvitationRow>({
  name: 'invitation',
  columns: {
    account,
    tokenHash: named('token_hash'),
    expiresMs: whole('expires_ms'),
    passwordHash: { ...named('password_hash'), nullable: true },
    sealedSecret: { ...named('sealed_secret'), nullable: true },
  },
});

export const setupTokenRow = new EntitySchema<SetupTokenRow>({
  name: 'setup_token',
  columns: { id: only, tokenHash: named('token_hash'), expiresMs: whole('expires_ms') },
});

export const sessionRow = new EntitySchema<SessionRow>({
  name: 'session',
  columns: {
    tokenHash: { ...named('token_hash'), primary: true },
    publicId: named('public_id'),
    account: text,
    method: text,
    startedMs: whole('started_ms'),
    provedMs: whole('proved_ms'),
    seenMs: whole('seen_ms'),
    address: text,
    agent: text,
    personHash: { ...named('person_hash'), nullable: true },
    sidHash: { ...named('sid_hash'), nullable: true },
  },
});

export const failureRow = new EntitySchema<FailureRow>({
  name: 'failure',
  columns: {
    subject: { type: 'text', primary: true },
    failures: { type: 'integer' },
    firstMs: whole('first_ms'),
    closedUntilMs: whole('closed_until_ms'),
    forgetMs: whole('forget_ms'),
  },
});

export const displayNameRow = new EntitySchema<DisplayNameRow>({
  name: 'display_name',
  columns: { account, name: text },
});

export const usedSignInRow = new EntitySchema<UsedSignInRow>({
  name: 'used_sign_in',
  columns: {
    idHash: { ...named('id_hash'), primary: true },
    forgetMs: whole('forget_ms'),
    uses: { type: 'integer' },
  },
});

export const providerLogoutRow = new EntitySchema<ProviderLogoutRow>({
  name: 'provider_logout',
  columns: {
    idHash: { ...named('id_hash'), primary: true },
    personHash: { ...named('person_hash'), nullable: true },
    sidHash: { ...named('sid_hash'), nullable: true },
    saidMs: whole('said_ms'),
    forgetMs: whole('forget_ms'),
  },
});

export const providerTurnRow = new EntitySchema<ProviderTurnRow>({
  name: 'provider_turn',
  columns: { id: only, turns: { type: 'bigint' } },
});

export const entities = [
  credentialRow,
  recoveryCodeRow,
  invitationRow,
  setupTokenRow,
  sessionRow,
  failureRow,
  displayNameRow,
  usedSignInRow,
  providerLogoutRow,
  providerTurnRow,
];
