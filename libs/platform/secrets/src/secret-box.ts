import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SecretsUnavailable } from './secrets-unavailable.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

const [keyBytes, nonceBytes, tagBytes] = [32, 12, 16];

/** A new key, as the text that a key file holds: base64url of 32 random bytes. */
export const newKeyText = (): string => randomBytes(keyBytes).toString('base64url');

/** Encrypts what must be read again, with AES-256-GCM; each text is bound to its owner. */
export class SecretBox {
  readonly #key: KeyObject;
  readonly #store: SecretStoreName;

  /** Takes base64 or base64url of 32 bytes. @throws SecretsUnavailable for anything else, without repeating it */
  constructor(keyText: string, store: SecretStoreName) {
    const text = keyText.trim();
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length !== keyBytes || !/^[\w+/-]{43}=?$/.test(text)) throw new SecretsUnavailable(store, 'KEY_WRONG');
    this.#key = createSecretKey(bytes);
    this.#store = store;
  }

  /** A box under a key of its own (HKDF): what one of them sealed means nothing to the other. */
  for(purpose: string): SecretBox {
    const bytes = hkdfSync('sha256', this.#key, new Uint8Array(), purpose, keyBytes);
    return new SecretBox(Buffer.from(bytes).toString('base64url'), this.#store);
  }

  /** Whether it is the same key, however it was spelt. */
  isSame(other: SecretBox): boolean {
    return this.#key.equals(other.#key);
  }

  seal(owner: string, secret: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** @throws SecretsUnavailable when it was sealed under another key or for another owner, or was changed */
  open(owner: string, sealed: string): string {
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-tagBytes));
      const opened = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch (error) {
      throw new SecretsUnavailable(this.#store, 'KEY_WRONG', error);
    }
  }
}
