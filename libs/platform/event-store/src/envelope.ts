import { canonicalText } from '#kernel';
import { StoreUnavailable, Unsupported } from './store-errors.ts';
import type { JsonObject, NewEvent, Recorded } from './event-store.ts';

/** An envelope but for what only the store knows: its text before the position, and between instant and revision. */
export interface EnvelopeDraft {
  readonly before: string;
  readonly after: string;
}

/** Where and when a draft was recorded. */
export interface Place {
  readonly position: bigint | number;
  readonly revision: bigint | number;
  readonly recordedAt: string;
}

const instantMember = '","recordedAt":"';
const longest = 19 + instantMember.length + '2022-05-10T00:00:00.000Z'.length + 19 + '"}'.length;

/**
 * Canonicalises data and metadata, once. The order of members is that of RFC 8785; the parts are canonicalised inside
 * an object, so that depth is counted, and mistakes are located, as in the whole envelope.
 * @throws NotCanonical
 */
export const draftEnvelope = (stream: string, { id, type, data, metadata }: NewEvent): EnvelopeDraft => {
  const dataMember = canonicalText({ data }).slice(0, -1);
  const metaMember = canonicalText({ meta: metadata }).slice(1, -1);
  return {
    before: `${dataMember},"id":${JSON.stringify(id)},${metaMember},"pos":"`,
    after: `","stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)},"v":1,"ver":"`,
  };
};

/** No envelope made from this draft is longer, wherever it is recorded: a retry is judged like the first attempt. */
export const maxEnvelopeBytes = ({ before, after }: EnvelopeDraft): number =>
  Buffer.byteLength(before) + Buffer.byteLength(after) + longest;

/** The canonical envelope as text. */
export const sealEnvelope = (draft: EnvelopeDraft, { position, revision, recordedAt }: Place): string =>
  `${draft.before}${position}${instantMember}${recordedAt}${draft.after}${revision}"}`;

/**
 * The canonical bytes of an event: RFC 8785 of `{v, pos, id, stream, ver, type, recordedAt, meta, data}`, UTF-8.
 * They are the leaf of the audit trail. Stored bytes are hashed as they are; this is for writers and for lints.
 */
export const envelopeBytes = (event: Recorded): Uint8Array =>
  Buffer.from(sealEnvelope(draftEnvelope(event.stream, event), event));

interface Envelope {
  readonly v: number;
  readonly pos: string;
  readonly id: string;
  readonly stream: string;
  readonly ver: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly meta: Record<string, string>;
  readonly data: JsonObject;
}

/**
 * Reads an envelope back, from its bytes or from their text. Every call gives fresh objects.
 * @throws Unsupported for an envelope of a later version, StoreUnavailable for bytes that are none
 */
export const parseEnvelope = (written: Uint8Array | string): Recorded => {
  const { v, pos, id, stream, ver, type, recordedAt, meta, data } = parsed(written);
  if (v !== 1) throw new Unsupported(`an envelope of version ${v}`);
  return { id, type, data, metadata: meta, stream, revision: BigInt(ver), position: BigInt(pos), recordedAt };
};

const parsed = (written: Uint8Array | string): Envelope => {
  try {
    return JSON.parse(typeof written === 'string' ? written : Buffer.from(written).toString()) as Envelope;
  } catch (error) {
    throw new StoreUnavailable('an event in the log is damaged', false, error);
  }
};
