import type { machineClientSentences as zh } from '../zh/machine-clients.ts';

/** What can be wrong with a machine client or its keys, and what is said when a key begins or ends. */
export const machineClientSentences: Readonly<Record<keyof typeof zh, string>> = {
  'bad-client-id':
    "The client's id has the wrong form{ (detail)}. Use lower-case letters, digits and hyphens, a letter first, at most 40 characters, such as admission-platform.",
  'client-details-missing':
    'A client is registered with its name and a contact, and one of them is missing. Add it, so that somebody can be called when a key leaks.',
  'client-already-registered':
    'A client with this id is registered{ (detail)}, under another name or contact. Check them, or use a new id.',
  'unknown-client':
    'The client is not registered{ (detail)}. Register it first with its name and contact, or check the id.',
  'client-already-closed':
    'The client is closed{ (detail)}: it takes no key and is not closed again. If it must come back, register it under a new id.',
  'key-already-issued': 'A key with this id was issued{ (detail)} and says something else. Issue it under a new id.',
  'bad-key-id': 'The id of the key has the wrong form{ (detail)}: it has eight letters or digits.',
  'bad-secret-hash':
    'The hash of the secret has the wrong form: it is a SHA-256 in 64 lower-case hex digits, and a key for access tokens alone has none. Never send the secret itself.',
  'scopes-missing': 'The key has no scope. Give it at least one, and no more than the client needs.',
  'unknown-scope': 'There is no such scope{ (detail)}. Check how it is spelled.',
  'bad-school-list':
    "The key's list of schools is wrong{ (detail)}. A school code has ten digits; for all schools leave the list out, never empty.",
  'bad-district-list':
    "The key's list of districts is wrong{ (detail)}. Use the names or codes of the city's four districts; for all of them leave the list out, never empty.",
  'bad-address-range':
    'The address range is wrong{ (detail)}. Use CIDR notation, such as 10.0.0.0/8, 192.0.2.7/32 or 2001:db8::/32, with zeros beyond the prefix.',
  'bad-request-limit': 'The limit of requests per minute is wrong{ (detail)}: it is a whole number from 1 to 100000.',
  'bad-instant': 'The instant cannot be read{ (detail)}. Write it in UTC, such as 2023-09-25T08:00:00.000Z.',
  'expiry-before-issue':
    'The key would expire no later than it is issued{ (detail)}. Check how long it is to be valid.',
  'validity-too-long':
    'The key would be valid for more than 365 days{ (detail)}. Shorten that, and issue another before it ends.',
  'too-many-live-keys':
    'The client has two live keys already{ (detail)}, as many as a rotation needs. Revoke one of them first.',
  'unknown-key': "The client has no such key{ (detail)}. Check the key's id.",
  'key-already-revoked': 'The key was revoked for another reason{ (detail)} and is dead; there is nothing to revoke.',
  'reason-missing':
    'There is no reason. Keys, clients and accounts are changed and ended for a stated reason, which is kept with the name of whoever did it.',
  'machine-clients-not-current':
    'The data of machines and their keys is being rebuilt or has stopped, so no key can be checked. Try again later; if it lasts, tell the operator.',
  'no-machine-clients': 'No machine is registered yet.',
  'key-shown-once':
    'The key is shown this once and kept nowhere: hand it over and store it safely now.{ It is valid until detail (UTC).}',
  'key-without-secret':
    'The client may show its access tokens from now on; no secret was made, and the id above is what to revoke.{ It is valid until detail (UTC).}',
  'key-revoked': 'The key is revoked{ (detail)} and of no use any more.',
};
