import { refusal } from '#kernel';
import type { Refusal } from '#kernel';
import { districtCodeOf, isSchoolCode } from '#law';
import type { Reach, WebhookContent } from './webhook.events.ts';

const idShape = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const longestId = 40;
const longestUrl = 500;
const visibleAscii = /^[\x21-\x7e]+$/;
const cursorShape = /^\d{1,15}\.\d{1,9}$/;

/** What is wrong with a webhook by itself. Whether its address may be spoken to is found out when it is. */
export const webhookOffences = ({ webhook, url, schools, districts }: WebhookContent): readonly Refusal[] => [
  ...(webhook.length <= longestId && idShape.test(webhook) ? [] : [refusal('bad-webhook-id', 'webhook', webhook)]),
  // Never repeated: whoever put a password into it must not find it in an answer or a log.
  ...(isHttpsAddress(url) ? [] : [refusal('bad-webhook-url', 'url')]),
  ...outsiders(schools, isSchoolCode).map((code) => refusal('bad-webhook-schools', 'schools', code)),
  ...outsiders(districts, (code) => districtCodeOf(code) === code).map((code) =>
    refusal('bad-webhook-districts', 'districts', code),
  ),
];

const isHttpsAddress = (text: string): boolean => {
  if (text.length > longestUrl || !visibleAscii.test(text) || text.includes('#') || !URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return protocol === 'https:' && hostname !== '' && username === '' && password === '';
};

/** An empty list reaches nothing: whoever wrote it meant something else. */
const outsiders = (reach: Reach, fits: (code: string) => boolean): readonly (string | undefined)[] => {
  if (reach === 'all') return [];
  return reach.length === 0 ? [undefined] : reach.filter((code) => !fits(code));
};

/** A place of the feed is `position.n`. */
export const cursorOffences = (after: string | null): readonly Refusal[] =>
  after === null || cursorShape.test(after) ? [] : [refusal('bad-webhook-cursor', 'after', after)];

/** Removing and replaying stay on record with a reason. */
export const reasonOffences = (reason: string): readonly Refusal[] =>
  reason.trim() === '' ? [refusal('webhook-reason-missing', 'reason')] : [];
