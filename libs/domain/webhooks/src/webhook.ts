import { canonicalText, refuse } from '#kernel';
import type { Decider, Judgement } from '#kernel';
import { cursorOffences, reasonOffences, webhookOffences } from './webhook-offences.ts';
import { RegisterWebhook, RemoveWebhook } from './webhook.commands.ts';
import type { ReplayWebhook, WebhookCommand } from './webhook.commands.ts';
import type { Reach, WebhookContent, WebhookEvent } from './webhook.events.ts';

/** What is recorded of one webhook: itself, and why it ended. */
export interface WebhookState {
  readonly content: WebhookContent | null;
  readonly removal: string | null;
}

const initialState: WebhookState = { content: null, removal: null };

const evolve = (state: WebhookState, { type, data }: WebhookEvent): WebhookState => {
  if (type === 'WebhookRegistered') return { ...state, content: data };
  return type === 'WebhookRemoved' ? { ...state, removal: data.reason } : state;
};

const sortedSet = (list: Reach): Reach => (list === 'all' ? list : [...new Set(list)].toSorted());

const register = (command: RegisterWebhook, { content: known }: WebhookState): Judgement<WebhookEvent> => {
  const { schools, districts } = command.content;
  const content = { ...command.content, schools: sortedSet(schools), districts: sortedSet(districts) };
  const refusals = webhookOffences(content);
  if (refusals.length > 0) return { refusals };
  if (known === null) return [{ type: 'WebhookRegistered', data: content }];
  if (canonicalText(known) === canonicalText(content)) return [];
  return refuse('webhook-already-registered', 'webhook', content.webhook);
};

/** The stream's name forgives other spellings of an id, what stands in its events does not. */
const isKnown = ({ content }: WebhookState, webhook: string): boolean => content?.webhook === webhook;

const remove = ({ key, removal: { reason } }: RemoveWebhook, state: WebhookState): Judgement<WebhookEvent> => {
  if (!isKnown(state, key.webhook)) return refuse('unknown-webhook', 'webhook', key.webhook);
  if (state.removal === reason) return [];
  if (state.removal !== null) return refuse('webhook-already-removed', 'webhook', key.webhook);
  const refusals = reasonOffences(reason);
  return refusals.length > 0 ? { refusals } : [{ type: 'WebhookRemoved', data: { webhook: key.webhook, reason } }];
};

const replay = ({ key, replay: { after, reason } }: ReplayWebhook, state: WebhookState): Judgement<WebhookEvent> => {
  if (!isKnown(state, key.webhook)) return refuse('unknown-webhook', 'webhook', key.webhook);
  if (state.removal !== null) return refuse('webhook-already-removed', 'webhook', key.webhook);
  const refusals = [...cursorOffences(after), ...reasonOffences(reason)];
  return refusals.length > 0
    ? { refusals }
    : [{ type: 'WebhookReplayed', data: { webhook: key.webhook, after, reason } }];
};

/** Addresses that are told of changes (推送地址). One stream a webhook. */
export const webhook: Decider<WebhookState, { readonly command: WebhookCommand }, WebhookEvent> = {
  subject: 'webhook',
  initialState,
  evolve,
  decide: ({ command }, state) => {
    if (command instanceof RegisterWebhook) return register(command, state);
    return command instanceof RemoveWebhook ? remove(command, state) : replay(command, state);
  },
};
