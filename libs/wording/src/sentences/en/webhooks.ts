import type { webhookSentences as zh } from '../zh/webhooks.ts';

/** What can be wrong with a webhook, and why it is not there at the moment. */
export const webhookSentences: Readonly<Record<keyof typeof zh, string>> = {
  'bad-webhook-id':
    "The webhook's id has the wrong form{ (detail)}. Use lower-case letters, digits and hyphens, a letter first, at most 40 characters, such as platform-changes.",
  'bad-webhook-url':
    'The address cannot be used. It begins with https://, has at most 500 characters, and holds no user name, no password and no #; write other letters of a host name in Punycode.',
  'bad-webhook-schools':
    "The webhook's list of schools is wrong{ (detail)}. A school code has ten digits; for all schools leave the list out, never empty.",
  'bad-webhook-districts':
    "The webhook's list of districts is wrong{ (detail)}. Use the codes of the city's four districts; for all of them leave the list out, never empty.",
  'webhook-already-registered':
    'A webhook with this id is registered{ (detail)} and says something else. To change an address or what it is told, register a new one and remove the old one.',
  'unknown-webhook': 'The webhook is not registered{ (detail)}. Check the id.',
  'webhook-already-removed':
    'The webhook was removed{ (detail)} and is told nothing any more. If it must come back, register it under a new id.',
  'bad-webhook-cursor':
    'The place of the feed cannot be read{ (detail)}. Use a cursor that the feed gave out, such as 1204.0; leave it out to begin with the first change.',
  'webhook-reason-missing':
    'There is no reason. A webhook is removed or replayed for a stated reason, which is kept with the name of whoever did it.',
  'webhooks-not-current':
    'The data of webhooks is being rebuilt or has stopped. Try again later; if it lasts, tell the operator.',
  'webhook-key-missing':
    'The server has no key to sign webhooks with, so none can be registered or pinged now. The operator sets REDLINE_WEBHOOK_KEY_FILE.',
};
