import type { secretStoreSentences as zh } from '../zh/secret-stores.ts';

/** What can be wrong with a key under which secrets stand beside the log, and what is said when it was changed. */
export const secretStoreSentences: Readonly<Record<keyof typeof zh, string>> = {
  'unknown-secret-store':
    'There is no such store of secrets{ (detail)}. Keys can be changed of identity (sign-in) and vault (persons whom cases concern).',
  'bad-host-name':
    "The machine's name cannot be put on record. Check it: not empty, not too long, no control characters.",
  'new-key-missing':
    'The new key is missing. In a cluster every process needs the same one: name the file that holds it with --new-key-file.',
  'new-key-malformed':
    'The new key has the wrong form. It is base64 of 32 random bytes, such as openssl rand -base64 32 makes; nothing was changed.',
  'new-key-not-new':
    'The new key is the one in use. Make another one; if it was changed before, start the services with the new key.',
  'secrets-key-wrong':
    'The key is not the one of the store{ (detail)}. Check the key file or the setting, and put back the key that belongs to the data.',
  'secrets-key-missing':
    'The key of the store is missing{ (detail)}. Restore its file from a backup, or check the setting.',
  'secrets-key-changed':
    'Another process has changed the key of the store{ (detail)}; this one changed nothing. Go on with the new key.',
  'sealed-row-lost':
    'The key does not open one of the rows{ (detail)}, which would be lost for ever with another key; nothing was changed. Restore the store from a backup first.',
  'secrets-rekeyed':
    'The key was changed{: detail}. Backups from before still open with the old key: let both end at the same time.',
  'secrets-rekeyed-already':
    'The store has this key already{: detail}; nothing was changed. Start the services with it.',
};
