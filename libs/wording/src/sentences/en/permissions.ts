import type { permissionSentences as zh } from '../zh/permissions.ts';

/** Why somebody is not let in, or may not do something. */
export const permissionSentences: Readonly<Record<keyof typeof zh, string>> = {
  'key-unknown': 'This is no valid key. Send a key that was issued to you, as Authorization: Bearer.',
  'key-was-revoked': 'The key was revoked. Ask the security administrator for a new one.',
  'key-expired': 'The key has expired. Ask the security administrator for a new one.',
  'token-refused':
    'The access token does not hold: its signature, issuer, audience or life is not taken. Get a new one from the authorization server.',
  'token-expired': 'The access token has expired. Get a new one from the authorization server.',
  'token-client-unknown':
    'The client of the token is not registered here, or has no live key, be it a secret or for tokens. Ask the security administrator to register it and issue one.',
  'key-not-from-here':
    'The key may not be used from this address. Ask the security administrator, or use it where it belongs.',
  'too-many-requests':
    'Too many requests with this key in this minute. Wait as long as Retry-After says; ask in batches.',
  'role-may-not':
    'Your role does not allow this{ (detail)}. If you need it for your work, ask the security administrator for the role.',
  'scope-missing':
    'The key does not hold the scope that this needs{ (detail)}. Ask the security administrator for a key that does.',
  'other-district':
    'This is outside your districts, or does not say which district it belongs to{ (detail)}. Leave it to the people of that district.',
  'other-school':
    'This is not about your school, or outside the schools of your key{ (detail)}. Check the school code.',
  'conflict-of-interest':
    'You have a conflict of interest with this school and stand aside{ (detail)} (Administrative Penalty Law, art. 43). Leave it to somebody else.',
  'closed-in-this-state':
    'The report was accepted, or its state is not known, and the school can no longer change it{ (detail)}. For a correction ask the officer.',
  'own-earlier-step':
    'You did an earlier step yourself, and this one is for a second person{ (detail)}. Hand it to a colleague.',
  'own-account': 'Nobody does this to their own account. Ask another security administrator.',
  'step-up-needed': 'This needs a fresh proof that it is you. Prove it again, then send the same once more.',
};
