import type { EntityManager } from 'typeorm';
import { LessThan } from 'typeorm';
import type { SecretBox, SecretStore } from '#platform/secrets';
import type { SessionMethod } from './answers.ts';
import { credentialRow, recoveryCodeRow } from './entities.ts';
import type { CredentialRow } from './entities.ts';
import { stepOf } from './one-time-codes.ts';
import type { PasswordHashes } from './password-hashes.ts';
import { longestText } from './password-rules.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { digest } from './secret-tokens.ts';
import { storable } from './texts.ts';

/** What somebody shows. Of two second factors the code counts. */
export interface Shown {
  readonly account: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

/** What was shown is right as far as can be read; `use` makes the second factor worthless, and is false if it was. */
export interface Proof {
  readonly row: CredentialRow;
  readonly method: Exclude<SessionMethod, 'provider'>;
  readonly use: (rows: EntityManager) => Promise<boolean>;
}

/** Passwords and second factors, looked at and used up. */
export class Credentials {
  readonly #store: SecretStore;
  readonly #hashes: PasswordHashes;
  readonly #box: SecretBox;
  readonly #nowMs: () => number;

  constructor(parts: { store: SecretStore; hashes: PasswordHashes; box: SecretBox; nowMs: () => number }) {
    this.#store = parts.store;
    this.#hashes = parts.hashes;
    this.#box = parts.box;
    this.#nowMs = parts.nowMs;
  }

  /**
   * Judges what is shown. Whether the account is unknown, the password wrong or the code, the same work is done and the
   * answer is `wrong`; `busy` when too many are being judged.
   */
  async judge(shown: Shown): Promise<Proof | 'wrong' | 'busy'> {
    const row = await this.#find(shown.account);
    const isText = shown.password.length <= longestText && shown.password.isWellFormed();
    const isRight = await this.#hashes.isRight(isText ? shown.password : '', row?.passwordHash);
    if (isRight === undefined) return 'busy';
    if (!row || !isRight || !isText) return 'wrong';
    if (shown.code !== undefined) return this.#byCode(row, shown.code);
    return shown.recoveryCode === undefined ? 'wrong' : byRecoveryCode(row, shown.recoveryCode);
  }

  #byCode(row: CredentialRow, code: string): Proof | 'wrong' {
    const step = stepOf(this.#box.open(row.account, row.sealedSecret), code, this.#nowMs());
    if (step === undefined) return 'wrong';
    const { account, passwordHash, sealedSecret } = row;
    const expected = { account, passwordHash, sealedSecret, lastStep: LessThan(step) };
    return {
      row,
      method: 'code',
      use: async (rows) => (await rows.update(credentialRow, expected, { lastStep: step })).affected === 1,
    };
  }

  /** A name that no database can hold is nobody's. */
  async #find(account: string): Promise<CredentialRow | undefined> {
    const isName = account.length <= longestText && storable(account, longestText) === account;
    const row = await this.#store.read((rows) => rows.findOneBy(credentialRow, { account: isName ? account : '' }));
    return isName && row ? row : undefined;
  }
}

const byRecoveryCode = (row: CredentialRow, typed: string): Proof | 'wrong' => {
  const codeHash = hashOfRecoveryCode(typed);
  if (codeHash === undefined) return 'wrong';
  const { account, passwordHash, sealedSecret } = row;
  const use = async (rows: EntityManager): Promise<boolean> => {
    const used = await rows.delete(recoveryCodeRow, { account, codeHash });
    return used.affected === 1 && (await rows.existsBy(credentialRow, { account, passwordHash, sealedSecret }));
  };
  return { row, method: 'recovery-code', use };
};

/** Ten new codes in place of all earlier ones. */
export const replaceRecoveryCodes = async (rows: EntityManager, account: string): Promise<readonly string[]> => {
  const codes = newRecoveryCodes();
  await rows.delete(recoveryCodeRow, { account });
  const hashed = codes.map((code) => ({ account, codeHash: hashOfRecoveryCode(code) ?? digest(code) }));
  await rows.insert(recoveryCodeRow, hashed);
  return codes;
};
