import { hash, verify } from '@node-rs/argon2';
import { asUnavailable } from '#platform/secrets';
import type { IdentityLimits } from './limits.ts';

const argon2id = 2; // `Algorithm.Argon2id`, which the package gives as a type alone
type Waiting = () => void;

/**
 * Argon2id with a few hashes at a time, for each holds its memory as long as it runs. Passwords are normalised (NFC), so
 * that one keyboard's spelling is another's.
 */
export class PasswordHashes {
  readonly #limits: IdentityLimits;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #nobodys: string | undefined;

  constructor(limits: IdentityLimits) {
    this.#limits = limits;
  }

  /** The hash with its salt and cost in one text, or undefined when too many wait already. */
  hash(password: string): Promise<string | undefined> {
    return this.#inTurn(() => this.#hashed(password));
  }

  /**
   * Whether the password is the hash's; without a hash the same work is done and the answer is no. Undefined when too many
   * wait already.
   */
  async isRight(password: string, passwordHash: string | undefined): Promise<boolean | undefined> {
    return this.#inTurn(async () => {
      // Made whether it is needed or not: who asks first must not learn by the time it takes.
      const nobodys = (this.#nobodys ??= await this.#hashed('nobody knows this one'));
      const isRight = await verify(passwordHash ?? nobodys, normalised(password));
      return isRight && passwordHash !== undefined;
    });
  }

  #hashed(password: string): Promise<string> {
    const { hashMemoryKib: memoryCost, hashPasses: timeCost } = this.#limits;
    return hash(normalised(password), { algorithm: argon2id, memoryCost, timeCost, parallelism: 1 });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#running >= this.#limits.hashesAtOnce) {
      if (this.#waiting.length >= this.#limits.hashesWaiting) return undefined;
      // Whoever ends hands its place on.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } catch (error) {
      throw asUnavailable('identity', error);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

const normalised = (password: string): string => password.normalize('NFC');
