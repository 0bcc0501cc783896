import type { Registry } from 'prom-client';
import type { AccessPage } from '#read-models/access-records';
import type { Account, AccountProposal } from '#read-models/accounts';
import type { EligibilityChange, SchoolQuestion, WrittenAnswer } from '#read-models/eligibility';
import type { ListedClient, MachineKey } from '#read-models/machine-clients';
import type { ListedPerson, SealedPerson } from '#read-models/persons';
import type { FileEntry, ListedSchool, Page, SchoolFilter, SchoolSummary } from '#read-models/school-file';

// Everything that this program asks of the read side. Abstract classes, so that Nest can use them as tokens; what
// stands behind them is chosen in read-side.module.ts alone.

/** How far the read side has come. Positions count events from 0; -1 is an empty log. */
export abstract class ReadProgress {
  /** The last position that every query sees. */
  abstract get head(): number;
  /** True as soon as queries see the event at `position`; false after `timeoutMs`. */
  abstract waitFor(position: number, timeoutMs: number): Promise<boolean>;
  abstract readiness(): Promise<Readiness>;
  /** Called after every advance of the head. Answers how to stop listening. */
  abstract onAdvance(listener: () => void): () => void;
  /** What is measured, for Prometheus. */
  abstract readonly metrics: Registry;
}

export interface Readiness {
  readonly ready: boolean;
  /** The last position that was recorded. */
  readonly logHead: number;
  readonly projections: readonly {
    readonly name: string;
    readonly position: number;
    /** Events behind the log. */
    readonly lag: number;
    readonly state: string;
    /** Events held back because they could not be folded. */
    readonly parked: number;
  }[];
}

/** May this school enrol? */
export abstract class EligibilityReads {
  /** @throws QuestionRefused */
  abstract write(question: SchoolQuestion): Promise<WrittenAnswer>;
  /**
   * The last position known to have changed the school's answers since the start. NaN, which equals nothing, while
   * there are no answers to be trusted.
   */
  abstract versionOf(school: string): number;
}

/** The schools and their whole history. */
export abstract class SchoolReads {
  abstract list(filter: SchoolFilter): Promise<Page<ListedSchool> & { readonly total: number }>;
  /** Undefined for a code that nobody registered. */
  abstract find(code: string): Promise<SchoolSummary | undefined>;
  /** The district of a registered school, by the rows that lists are made of. */
  abstract districtOf(code: string): Promise<string | undefined>;
  /** Every event about the school, oldest first, also those that reach it with others; from `after` on, exclusive. */
  abstract file(code: string, page: { readonly after: number; readonly limit: number }): Promise<Page<FileEntry>>;
}

/** Machines and their keys. */
export abstract class MachineKeys {
  /** @throws MachineClientsNotCurrent while it may lack a revocation */
  abstract keyById(keyId: string): Promise<MachineKey | undefined>;
  /** What the access tokens of a client stand for, while it is neither revoked nor expired. @throws MachineClientsNotCurrent */
  abstract keyForTokens(client: string, nowMs: number): Promise<MachineKey | undefined>;
  /** Every client with its keys, without any hash. @throws MachineClientsNotCurrent */
  abstract clients(): Promise<readonly ListedClient[]>;
}

/** People's accounts: what they may. */
export abstract class Accounts {
  /** @throws AccountsNotCurrent while it may lack that an account was disabled */
  abstract accountById(account: string): Promise<Account | undefined>;
  /** By whom an identity provider vouches for. @throws AccountsNotCurrent */
  abstract accountByIdentity(identity: {
    readonly issuer: string;
    readonly subject: string;
  }): Promise<Account | undefined>;
  /** In the order of ids. @throws AccountsNotCurrent */
  abstract accounts(): Promise<readonly Account[]>;
  /** The accounts of security administrators who are not disabled. @throws AccountsNotCurrent */
  abstract administrators(): Promise<readonly string[]>;
  /** Whether it waits or not. @throws AccountsNotCurrent */
  abstract lastProposalOf(account: string): Promise<AccountProposal | undefined>;
  /** Also those that are too late; in the order of accounts. @throws AccountsNotCurrent */
  abstract waitingProposals(): Promise<readonly AccountProposal[]>;
}

/** Who came in, and who was turned away. */
export abstract class AccessReads {
  /** At most `limit` records after a position, oldest first; -1 stands before the first. */
  abstract accessRecordsAfter(position: number, limit: number): Promise<AccessPage>;
}

/** Whom cases concern. Everything that is durable is seen. */
export abstract class PersonReads {
  /** In the order of numbers, without anything of them. */
  abstract personsOf(school: string): Promise<readonly ListedPerson[]>;
  /** What the vault opens; undefined for somebody who is not there, or was erased. */
  abstract sealed(school: string, person: string): Promise<SealedPerson | undefined>;
  /** Whose keys must be gone. */
  abstract erasedSubjects(): Promise<readonly string[]>;
}

/** A part of the feed. `next` is the cursor to go on from; null where nothing was ever told. */
export interface ChangesPage {
  readonly changes: readonly EligibilityChange[];
  readonly next: string | null;
}

/** Changes of eligibility, gap-free and repeatable (`eligibility.md` §4). */
export abstract class ChangesFeed {
  /** At most `limit` changes after a cursor (null: from the first one on), in order. */
  abstract changes(after: string | null, limit: number): Promise<ChangesPage>;
}
