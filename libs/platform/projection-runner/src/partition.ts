/** A share of the sequence keys: one of `of` hands that fold a projection side by side, each with its own checkpoint. */
export interface Partition {
  /** From 0. */
  readonly index: number;
  readonly of: number;
}

/** All keys in one hand. */
export const whole: Partition = { index: 0, of: 1 };

/** The index of the partition that a key belongs to. Frozen: rows stand where it put them. FNV-1a, 32 bits. */
export const partitionOf = (key: string, of: number): number => {
  if (of === 1) return 0;
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01_00_01_93);
  return (hash >>> 0) % of;
};
