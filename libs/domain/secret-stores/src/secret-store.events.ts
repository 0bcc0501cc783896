/** What is kept sealed beside the log: who people are, and the keys of persons whom cases concern. */
export type SecretStoreName = 'identity' | 'vault';

/** Another key for a store: from where it was ordered, and when. */
export interface RekeyOrder {
  readonly store: SecretStoreName;
  /** A UTC instant, `2023-09-25T08:00:00.000Z`. */
  readonly at: string;
  /** The name of the machine. */
  readonly host: string;
}

/** One stream for each store. Of the keys nothing is recorded, and no verdict reads these events. */
export type SecretStoreEvent = { readonly type: 'SecretsRekeyOrdered'; readonly data: RekeyOrder };
