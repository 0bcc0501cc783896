import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RegisterWebhook, RemoveWebhook, ReplayWebhook, webhook, webhookRefusals } from '#domain/webhooks';
import type { WebhookCommand, WebhookContent, WebhookEvent } from '#domain/webhooks';
import { isRefused } from '#kernel';
import { given, keys, rows } from '#testing';

const id = keys.webhook;
const reason = '接收系统升级';

const register = (over: Partial<WebhookContent> = {}) => ({ command: new RegisterWebhook(rows.webhook(over)) });
const remove = (over: { webhook?: string; reason?: string } = {}) => ({
  command: new RemoveWebhook({ webhook: over.webhook ?? id }, { reason: over.reason ?? reason }),
});
const replay = (over: { webhook?: string; after?: string | null; reason?: string } = {}) => {
  const { webhook: named = id, after = '17.0', reason: why = reason } = over;
  return { command: new ReplayWebhook({ webhook: named }, { after, reason: why }) };
};

const registered: WebhookEvent = { type: 'WebhookRegistered', data: rows.webhook() };
const removed: WebhookEvent = { type: 'WebhookRemoved', data: { webhook: id, reason } };
const replayed = (after: string | null): WebhookEvent => ({
  type: 'WebhookReplayed',
  data: { webhook: id, after, reason },
});

describe('a webhook', () => {
  it('is registered once, lists as sorted sets', () => {
    given(webhook).when(register()).then([registered]);
    given(webhook, [registered]).when(register()).then([]);
    given(webhook, [registered])
      .when(register({ url: 'https://other.example/' }))
      .refused('webhook-already-registered');
    const lists = { schools: ['3646012002', '3646012001', '3646012002'], districts: ['460108', '460105'] };
    const sorted = { schools: ['3646012001', '3646012002'], districts: ['460105', '460108'] };
    given(webhook)
      .when(register(lists))
      .then([{ type: 'WebhookRegistered', data: rows.webhook(sorted) }]);
  });

  const bad: readonly (readonly [code: string, over: Partial<WebhookContent>])[] = [
    ['bad-webhook-id', { webhook: '' }],
    ['bad-webhook-id', { webhook: 'Platform' }],
    ['bad-webhook-id', { webhook: 'a.b' }],
    ['bad-webhook-id', { webhook: `a${'b'.repeat(40)}` }],
    ['bad-webhook-url', { url: 'http://platform.example/' }],
    ['bad-webhook-url', { url: 'platform.example' }],
    ['bad-webhook-url', { url: 'https://' }],
    ['bad-webhook-url', { url: 'https://office:key@platform.example/' }],
    ['bad-webhook-url', { url: 'https://office@platform.example/' }],
    ['bad-webhook-url', { url: 'https://platform.example/#' }],
    ['bad-webhook-url', { url: 'https://platform.example/\n' }],
    ['bad-webhook-url', { url: ' https://platform.example/' }],
    ['bad-webhook-url', { url: `https://platform.example/${'a'.repeat(476)}` }],
    ['bad-webhook-schools', { schools: [] }],
    ['bad-webhook-schools', { schools: ['364601200'] }],
    ['bad-webhook-districts', { districts: [] }],
    ['bad-webhook-districts', { districts: ['440105'] }],
  ];

  it.each(bad)('is refused with %s: %j', (code, over) => {
    given(webhook).when(register(over)).refused(code);
  });

  it('never repeats an address that holds a password', () => {
    const { judgement } = given(webhook).when(register({ url: 'https://office:hunter2@platform.example/' }));
    expect(JSON.stringify(judgement)).not.toContain('hunter2');
  });

  it('that is not registered, or is named in another spelling, is neither removed nor replayed', () => {
    for (const order of [remove(), replay()]) given(webhook).when(order).refused('unknown-webhook');
    const other = { webhook: 'ｐlatform-changes' };
    for (const order of [remove(other), replay(other)])
      given(webhook, [registered]).when(order).refused('unknown-webhook');
  });

  it('is removed once and for ever, for a reason', () => {
    given(webhook, [registered]).when(remove()).then([removed]);
    given(webhook, [registered, removed]).when(remove()).then([]);
    given(webhook, [registered, removed])
      .when(remove({ reason: '别的' }))
      .refused('webhook-already-removed');
    given(webhook, [registered])
      .when(remove({ reason: ' ' }))
      .refused('webhook-reason-missing');
    given(webhook, [registered, removed]).when(replay()).refused('webhook-already-removed');
  });

  it('is replayed from any place of the feed, as often as it is asked', () => {
    for (const after of ['17.0', null])
      given(webhook, [registered, replayed(after)])
        .when(replay({ after }))
        .then([replayed(after)]);
    for (const after of ['', '17', '17.', '-1.0', '1e3.0'])
      given(webhook, [registered])
        .when(replay({ after, reason: '' }))
        .refused('bad-webhook-cursor', 'webhook-reason-missing');
  });
});

it('of any history is never registered twice nor told anything after its end', () => {
  const anyCommand: fc.Arbitrary<WebhookCommand> = fc.oneof(
    fc.constantFrom('https://a.example/', 'https://b.example/').map((url) => register({ url }).command),
    fc.constantFrom('0.0', '3.1', null).map((after) => replay({ after }).command),
    fc.constantFrom('一', '二').map((why) => remove({ reason: why }).command),
  );
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 20 }), (told) => {
      const events: WebhookEvent[] = [];
      const codes: string[] = [];
      for (const command of told) {
        const { judgement } = given(webhook, events).when({ command });
        if (isRefused(judgement)) codes.push(...judgement.refusals.map(({ code }) => code));
        else events.push(...judgement);
      }
      const types = events.map(({ type }) => type);
      expect(types.filter((type) => type === 'WebhookRegistered').length).toBeLessThanOrEqual(1);
      expect(types.slice(0, -1)).not.toContain('WebhookRemoved');
      expect(codes.filter((code) => !(webhookRefusals as readonly string[]).includes(code))).toEqual([]);
    }),
  );
});
