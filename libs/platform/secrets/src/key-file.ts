import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { newKeyText } from './secret-box.ts';
import { SecretsUnavailable } from './secrets-unavailable.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

/** The text of a key file. @throws SecretsUnavailable `KEY_MISSING` */
export const readKeyFile = (file: string, store: SecretStoreName): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SecretsUnavailable(store, 'KEY_MISSING', error);
  }
};

/** Makes the key file (0600) unless it is there; of two that make it at once, one wins and both read the same. */
export const makeKeyFile = (file: string): void => {
  const draft = `${file}.${process.pid}.new`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, `${newKeyText()}\n`);
    fsyncSync(descriptor);
    // A link never replaces: a key that was there stays.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
  flushFolder(dirname(file));
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
