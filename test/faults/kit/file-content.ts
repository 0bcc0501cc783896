import type { Random } from './random.ts';

const sectorBytes = 512;

export type ContentChange =
  | { readonly kind: 'written'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncated'; readonly size: number };

interface Pending {
  readonly change: ContentChange;
  /** `lost`: its flush failed; the kernel takes it for written, and no later flush brings it to the disk. */
  state: 'waiting' | 'lost' | 'safe';
}

/** A file: what is surely on the disk, and what came after, in order. */
export interface FileContent {
  safe: Buffer;
  pending: Pending[];
}

export const newContent = (): FileContent => ({ safe: Buffer.alloc(0), pending: [] });

export const addTo = (content: FileContent, change: ContentChange): void => {
  content.pending.push({ change, state: 'waiting' });
};

/** A flush that failed leaves in doubt for ever what it should have brought to the disk. */
export const flush = (content: FileContent, succeeded: boolean): void => {
  for (const pending of content.pending) if (pending.state === 'waiting') pending.state = succeeded ? 'safe' : 'lost';
  const inDoubt = content.pending.findIndex(({ state }) => state === 'lost');
  const settled = inDoubt === -1 ? content.pending.length : inDoubt;
  content.safe = changed(
    content.safe,
    content.pending.slice(0, settled).map(({ change }) => change),
  );
  content.pending = content.pending.slice(settled);
};

/** How a power loss treats what was not flushed: nothing, all, or each by itself, whole or in sectors. */
const moods = ['drops', 'keeps', 'mixes', 'tears'] as const;

/** One content in which a power loss may leave the file. */
export const contentAfterPowerLoss = ({ safe, pending }: FileContent, random: Random): Buffer => {
  const mood = random.pick(moods);
  const share = random.next();
  const kept = pending.flatMap(({ change, state }): readonly ContentChange[] => {
    if (state === 'safe' || mood === 'keeps') return [change];
    if (mood === 'drops') return [];
    if (mood === 'tears' && change.kind === 'written') return torn(change, random);
    return random.chance(share) ? [change] : [];
  });
  return changed(safe, kept);
};

const torn = ({ offset, bytes }: ContentChange & { kind: 'written' }, random: Random): readonly ContentChange[] => {
  const kept: ContentChange[] = [];
  for (let at = offset; at < offset + bytes.length;) {
    const end = Math.min((Math.floor(at / sectorBytes) + 1) * sectorBytes, offset + bytes.length);
    if (random.chance(0.5))
      kept.push({ kind: 'written', offset: at, bytes: bytes.subarray(at - offset, end - offset) });
    at = end;
  }
  return kept;
};

const changed = (safe: Buffer, changes: readonly ContentChange[]): Buffer => {
  if (changes.length === 0) return safe;
  const ends = changes.map((change) => (change.kind === 'written' ? change.offset + change.bytes.length : change.size));
  const room = Buffer.alloc(Math.max(safe.length, ...ends));
  safe.copy(room);
  let size = safe.length;
  for (const change of changes)
    if (change.kind === 'written') {
      change.bytes.copy(room, change.offset);
      size = Math.max(size, change.offset + change.bytes.length);
    } else {
      room.fill(0, Math.min(size, change.size), size);
      size = change.size;
    }
  return room.subarray(0, size);
};
