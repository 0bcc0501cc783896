import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const keyBytes = 32;

/** The file with the server's key cannot be used; one line for the operator, without what it holds. */
export class ServerKeyUnusable extends Error {
  readonly code = 'webhook-key-unusable';
}

const read = (file: string): Buffer => {
  const text = readFileSync(file, 'utf8').trim();
  const key = Buffer.from(text, 'base64');
  if (key.length < keyBytes || key.toString('base64') !== text)
    throw new ServerKeyUnusable(`${file} holds no base64 of at least ${keyBytes} bytes`);
  return key;
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Whole or not at all, and never over a key that is there: with another one every receiver would be shut out. */
const make = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

/** The key that all secrets are derived from. With `mayMake` it is made at first use, for its owner alone. @throws ServerKeyUnusable */
export const readServerKey = (file: string, { mayMake }: { readonly mayMake: boolean }): Buffer => {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof ServerKeyUnusable) throw error;
    if (!mayMake || codeOf(error) !== 'ENOENT') throw new ServerKeyUnusable(`${file} cannot be read: ${codeOf(error)}`);
  }
  make(file);
  return read(file);
};

/** The secret of a webhook by one registration of it: kept nowhere, the same whenever it is asked for. */
export const secretFrom = (key: Buffer, webhook: string, registration: number): string =>
  `whsec_${createHmac('sha256', key).update(`redline-webhook\n${webhook}\n${registration}`).digest('base64')}`;
