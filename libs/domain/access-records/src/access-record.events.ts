/** When and from where. */
interface Occasion {
  /** A UTC instant, `2023-09-25T08:00:00.000Z`. */
  readonly at: string;
  /** Of the person's machine, as far as trusted proxies tell. */
  readonly address: string;
}

interface Visit extends Occasion {
  /** What the program of the person called itself; it may be anything. */
  readonly agent: string;
}

type OfAccount = { readonly account: string };

/** By which proof somebody came in. ENROLMENT: with the token of a new account or of new credentials. */
export type SignInMethod = 'PASSWORD_AND_CODE' | 'PASSWORD_AND_RECOVERY_CODE' | 'ENROLMENT' | 'IDENTITY_PROVIDER';

/** How a session ended before its time. BY_PROVIDER: the identity provider said that it is over there. */
export type SignOutWay = 'BY_HAND' | 'BY_ADMINISTRATOR' | 'BY_PROVIDER' | 'DISABLED' | 'CREDENTIALS_RESET';

/** What was taken along as a file. SCHOOLS: who may enrol, a line a school. */
export type ExportedList = 'SCHOOLS';

type SignedIn = { readonly type: 'SignedIn'; readonly data: OfAccount & Visit & { readonly method: SignInMethod } };
type SignInRefused = {
  readonly type: 'SignInRefused';
  readonly data: Visit & {
    /** Null when there is no such account: what was typed may be a password. */
    readonly account: string | null;
    /** The code of the problem. */
    readonly reason: string;
  };
};
type SteppedUp = { readonly type: 'SteppedUp'; readonly data: OfAccount & Visit };
type SignedOut = { readonly type: 'SignedOut'; readonly data: OfAccount & Visit & { readonly how: SignOutWay } };
type AccessDenied = {
  readonly type: 'AccessDenied';
  readonly data: Occasion & {
    /** An account or a machine client; empty for whoever has no identity. */
    readonly actor: string;
    readonly action: string;
    /** The code of the denial. */
    readonly reason: string;
    /** The school that was asked about. */
    readonly about: string | null;
    /** How many alike within one minute. */
    readonly times: number;
  };
};

type RegisterExported = {
  readonly type: 'RegisterExported';
  readonly data: OfAccount &
    Visit & {
      readonly what: ExportedList;
      /** How many lines. */
      readonly rows: number;
    };
};

/** One stream for each actor and day. They carry no sequence key, and no verdict reads them. */
export type AccessEvent = SignedIn | SignInRefused | SteppedUp | SignedOut | AccessDenied | RegisterExported;
