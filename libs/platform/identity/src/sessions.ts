import { randomBytes } from 'node:crypto';
import { In, LessThanOrEqual } from 'typeorm';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import type { SecretStore } from '#platform/secrets';
import type { ListedSession, NewSession, Session, SessionMethod, Vouching, Where } from './answers.ts';
import { sessionRow } from './entities.ts';
import type { SessionRow } from './entities.ts';
import type { IdentityLimits } from './limits.ts';
import { hashesOf } from './persons-there.ts';
import { hashOfToken, newToken } from './secret-tokens.ts';
import { storable } from './texts.ts';

const [longestAddress, longestAgent] = [64, 256];

/** How a session begins; the person proved who they are just now, unless told otherwise. */
export interface Beginning extends Vouching {
  readonly method: SessionMethod;
  readonly where: Where;
}

/** Who is signed in. A token opens a session and stands nowhere but with the person: here is only its hash. */
export class Sessions {
  readonly #store: SecretStore;
  readonly #limits: IdentityLimits;
  readonly #nowMs: () => number;

  constructor({ store, limits, nowMs }: { store: SecretStore; limits: IdentityLimits; nowMs: () => number }) {
    this.#store = store;
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  /** Begins a session within a transaction, and clears away what has ended by itself. */
  async begin(rows: EntityManager, account: string, how: Beginning): Promise<NewSession> {
    const [token, nowMs] = [newToken(), this.#nowMs()];
    const row: SessionRow = {
      tokenHash: hashOf(token),
      publicId: randomBytes(9).toString('base64url'),
      account,
      method: how.method,
      startedMs: nowMs,
      provedMs: Math.min(nowMs, how.provedMs ?? nowMs),
      seenMs: nowMs,
      address: storable(how.where.address, longestAddress),
      agent: storable(how.where.agent, longestAgent),
      ...(how.person ? hashesOf(how.person) : { personHash: null, sidHash: null }),
    };
    await rows.delete(sessionRow, { seenMs: LessThanOrEqual(nowMs - this.#limits.idleMs) });
    await rows.insert(sessionRow, row);
    return { token, ...this.#shown(row) };
  }

  /** The open session of a token, or undefined; that it was used is written down now and then. */
  async find(token: string): Promise<Session | undefined> {
    const row = await this.rowOf(token);
    if (!row) return undefined;
    const nowMs = this.#nowMs();
    if (nowMs < row.seenMs + this.#limits.seenEveryMs) return this.#shown(row);
    const { tokenHash, seenMs } = row;
    const changed = await this.#store.write((rows) =>
      rows.update(sessionRow, { tokenHash, seenMs: LessThanOrEqual(seenMs) }, { seenMs: nowMs }),
    );
    // Somebody else saw it in between, or it ended.
    if (changed.affected === 0) return this.#shownAgain(token);
    return this.#shown({ ...row, seenMs: nowMs });
  }

  /** The row of an open session. */
  async rowOf(token: string): Promise<SessionRow | undefined> {
    const tokenHash = hashOfToken(token);
    if (tokenHash === undefined) return undefined;
    const row = await this.#store.read((rows) => rows.findOneBy(sessionRow, { tokenHash }));
    return row && this.#isOpen(row) ? row : undefined;
  }

  /** The same session under a new token, proved now or as is said; undefined when the old token opens nothing any more. */
  async renew(
    rows: EntityManager,
    row: SessionRow,
    { provedMs, person }: Vouching = {},
  ): Promise<NewSession | undefined> {
    const [token, nowMs] = [newToken(), this.#nowMs()];
    const proof = { provedMs: Math.min(nowMs, provedMs ?? nowMs), ...(person && hashesOf(person)) };
    const change = { tokenHash: hashOf(token), seenMs: nowMs, ...proof };
    const { affected } = await rows.update(sessionRow, { tokenHash: row.tokenHash }, change);
    return affected === 1 ? { token, ...this.#shown({ ...row, ...change }) } : undefined;
  }

  /** Ends the session of a token, and says which it was if it was still open. */
  async end(token: string): Promise<Session | undefined> {
    const row = await this.rowOf(token);
    if (!row) return undefined;
    const { tokenHash } = row;
    const { affected } = await this.#store.write((rows) => rows.delete(sessionRow, { tokenHash }));
    return affected === 1 ? this.#shown(row) : undefined;
  }

  async endOne(account: string, publicId: string): Promise<boolean> {
    const { affected } = await this.#store.write((rows) => rows.delete(sessionRow, { account, publicId }));
    return affected === 1;
  }

  /** Ends whatever fits within a transaction; answers the accounts that had one of them open. */
  async endThose(rows: EntityManager, which: FindOptionsWhere<SessionRow>[]): Promise<readonly string[]> {
    if (which.length === 0) return []; // to the library no condition is all rows
    const found = await rows.findBy(sessionRow, which);
    // Not by its token: a proof that is given meanwhile changes it.
    await rows.delete(sessionRow, { publicId: In(found.map(({ publicId }) => publicId)) });
    return [...new Set(found.filter((row) => this.#isOpen(row)).map(({ account }) => account))];
  }

  /** The open sessions of an account, the latest first. */
  async of(account: string): Promise<readonly ListedSession[]> {
    const order = { startedMs: 'DESC', publicId: 'ASC' } as const;
    const found = await this.#store.read((rows) => rows.find(sessionRow, { where: { account }, order }));
    return found
      .filter((row) => this.#isOpen(row))
      .map((row) => Object.assign(this.#shown(row), { address: row.address, agent: row.agent }));
  }

  #isOpen(row: SessionRow): boolean {
    const nowMs = this.#nowMs();
    const { idleUntilMs, absoluteUntilMs } = this.#shown(row);
    return nowMs < idleUntilMs && nowMs < absoluteUntilMs;
  }

  async #shownAgain(token: string): Promise<Session | undefined> {
    const row = await this.rowOf(token);
    return row && this.#shown(row);
  }

  #shown({ account, publicId, method, startedMs, provedMs, seenMs }: SessionRow): Session {
    const absoluteUntilMs = startedMs + this.#limits.absoluteMs;
    const idleUntilMs = Math.min(seenMs + this.#limits.idleMs, absoluteUntilMs);
    return { account, publicId, method, startedMs, provedMs, seenMs, idleUntilMs, absoluteUntilMs };
  }
}

/** Ends every session of an account but one, and says how many there were. */
export const endSessions = async (rows: EntityManager, account: string, except?: string): Promise<number> => {
  if (except === undefined) return (await rows.delete(sessionRow, { account })).affected ?? 0;
  const ending = rows.createQueryBuilder().delete().from(sessionRow).where({ account });
  return (await ending.andWhere('token_hash <> :except', { except }).execute()).affected ?? 0;
};

const hashOf = (token: string): string => hashOfToken(token) ?? '';
