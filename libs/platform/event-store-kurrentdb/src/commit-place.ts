import { InvalidArgument } from '#platform/event-store';

/** A position in `$all`. */
export interface CommitPlace {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const beyond = 2n ** 63n;

/** `commit/prepare`, in decimal. */
export const placeText = ({ commit, prepare }: CommitPlace): string => `${commit}/${prepare}`;

/** @throws InvalidArgument for text that `placeText` did not write */
export const placeFrom = (text: string): CommitPlace => {
  const [, commit, prepare] = /^(\d{1,19})\/(\d{1,19})$/.exec(text) ?? [];
  if (commit === undefined || prepare === undefined) throw new InvalidArgument('not a place of this commit feed');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
};

/** Does the place lie after the other? Everything lies after no place at all. */
export const isAfter = (place: CommitPlace, other: CommitPlace | undefined): boolean =>
  other === undefined ||
  place.commit > other.commit ||
  (place.commit === other.commit && place.prepare > other.prepare);

/** Servers were seen to report checkpoints that lie behind, or at the greatest number there is. */
export const isCredible = (place: CommitPlace, last: CommitPlace | undefined): boolean =>
  isAfter(place, last) && place.commit < beyond && place.prepare < beyond;
