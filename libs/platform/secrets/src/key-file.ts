import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { newKeyText } from './secret-box.ts';
import { SecretsUnavailable } from './secrets-unavailable.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

/** The file of a key beside its database, and while the key is changed the next one beside it. */
export class KeyFile {
  readonly #store: SecretStoreName;
  readonly #file: string;
  readonly #next: string;

  constructor(directory: string, store: SecretStoreName) {
    this.#store = store;
    this.#file = join(directory, 'keys', `${store}.key`);
    this.#next = `${this.#file}.next`;
  }

  /** @throws SecretsUnavailable `KEY_MISSING` */
  read(): string {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch (error) {
      throw new SecretsUnavailable(this.#store, 'KEY_MISSING', error);
    }
  }

  /** Makes it (0600) unless it is there; of two that make it at once, one wins and both read the same. */
  make(): void {
    const draft = `${this.#file}.${process.pid}.new`;
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    try {
      writeFlushed(draft, 'w', newKeyText());
      // A link never replaces: a key that was there stays.
      linkSync(draft, this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    flushFolder(dirname(this.#file));
  }

  /** Puts the next key beside it, durable before anything is sealed under it for good. */
  putNext(text: string): void {
    writeFlushed(this.#next, 'wx', text);
    flushFolder(dirname(this.#next));
  }

  hasNext(): boolean {
    return existsSync(this.#next);
  }

  /** The next key, if `isRight`. */
  nextIs(isRight: (text: string) => boolean): boolean {
    return this.hasNext() && isRight(readFileSync(this.#next, 'utf8'));
  }

  /** Ends a change of the key, however far it came: the right one of the two stays. Where neither is, both stay. */
  settle(isRight: (text: string) => boolean): void {
    if (!this.hasNext()) return;
    if (this.nextIs(isRight)) renameSync(this.#next, this.#file);
    else if (isRight(this.read())) rmSync(this.#next);
    flushFolder(dirname(this.#file));
  }
}

const writeFlushed = (file: string, flags: 'w' | 'wx', text: string): void => {
  const descriptor = openSync(file, flags, 0o600);
  try {
    writeSync(descriptor, `${text.trim()}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const flushFolder = (folder: string): void => {
  if (process.platform === 'win32') return; // it opens no directories
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};
