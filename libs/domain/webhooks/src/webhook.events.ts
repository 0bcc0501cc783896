/** Everything, or what is listed. */
export type Reach = 'all' | readonly string[];

/** Where a machine client wants to be told of changes (推送地址), and of which schools. Lists are sorted sets. */
export interface WebhookContent {
  /** A short business key: lower-case words joined by `-`, such as `platform-changes`. */
  readonly webhook: string;
  /** The machine client whose address it is. */
  readonly client: string;
  /** https, without a name or password, without a fragment. */
  readonly url: string;
  /** District codes. */
  readonly districts: Reach;
  /** School codes. */
  readonly schools: Reach;
}

/** The end of a webhook. */
export interface Removal {
  readonly reason: string;
}

/** Told again, or gone on with, from a place of the feed. */
export interface Replay {
  /** A cursor of the feed, exclusive; null: from the first change on. */
  readonly after: string | null;
  readonly reason: string;
}

type Registered = { readonly type: 'WebhookRegistered'; readonly data: WebhookContent };
type Removed = { readonly type: 'WebhookRemoved'; readonly data: { readonly webhook: string } & Removal };
type Replayed = { readonly type: 'WebhookReplayed'; readonly data: { readonly webhook: string } & Replay };

/** One stream a webhook. Of its secret nothing is recorded, and no verdict reads these events. */
export type WebhookEvent = Registered | Removed | Replayed;
