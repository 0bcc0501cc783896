import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { addTo, contentAfterPowerLoss, flush, newContent } from './file-content.ts';
import type { FileContent } from './file-content.ts';
import type { DiskCall } from './disk-calls.ts';
import type { Random } from './random.ts';

/** A name that was made or removed and whose directory was not flushed since. */
interface NameChange {
  readonly path: string;
  readonly now: FileContent | 'directory' | undefined;
}

/**
 * A disk that promises no more than POSIX does: a write, a new length or a new name is safe once its file, or its
 * directory, was flushed. Until then a power loss keeps it, drops it, or tears it in sectors, each by itself.
 */
export class Disk {
  readonly #live = new Map<string, FileContent>();
  readonly #safe = new Map<string, FileContent | 'directory'>();
  #changes: NameChange[] = [];

  /** `folder` was there before and is safe; everything below it comes from the calls. */
  constructor(readonly folder: string) {}

  apply(call: DiskCall): void {
    switch (call.kind) {
      case 'created':
        if (!this.#live.has(call.path)) this.#name(call.path, newContent());
        break;
      case 'directory':
        this.#changes.push({ path: call.path, now: 'directory' });
        break;
      case 'unlinked':
        this.#live.delete(call.path);
        this.#changes.push({ path: call.path, now: undefined });
        break;
      case 'written':
      case 'truncated':
        addTo(this.#content(call.path), call);
        break;
      case 'flushed':
      case 'flush-failed':
        this.#flush(call);
        break;
      case 'said':
    }
  }

  /** Lays out, in an empty folder, one state in which a power loss at this moment may leave the disk. */
  async afterPowerLoss(random: Random, into: string): Promise<void> {
    const names = new Map(this.#safe);
    // Of each name a first part of its changes is kept: a journal does not take one name's history out of order.
    const cut = new Map<string, boolean>();
    const keepsNames = random.next();
    for (const { path, now } of this.#changes) {
      const isCut = (cut.get(path) ?? false) || !random.chance(keepsNames);
      cut.set(path, isCut);
      if (!isCut) setOrDelete(names, path, now);
    }
    for (const [path, what] of [...names].toSorted(([a], [b]) => a.length - b.length)) {
      if (!this.#isReachable(path, names)) continue;
      const target = join(into, relative(this.folder, path));
      if (what === 'directory') await mkdir(target, { recursive: true });
      else await writeFile(target, path.endsWith('-shm') ? anyMemory(random) : contentAfterPowerLoss(what, random));
    }
  }

  #name(path: string, content: FileContent): void {
    this.#live.set(path, content);
    this.#changes.push({ path, now: content });
  }

  #content(path: string): FileContent {
    const content = this.#live.get(path);
    if (content === undefined) throw new Error(`${path} is not known`);
    return content;
  }

  #flush({ kind, path }: DiskCall & { readonly path: string }): void {
    const content = this.#live.get(path);
    if (content) flush(content, kind === 'flushed');
    else if (kind === 'flushed') this.#flushNames(path);
  }

  #flushNames(directory: string): void {
    for (const { path, now } of this.#changes) if (dirname(path) === directory) setOrDelete(this.#safe, path, now);
    this.#changes = this.#changes.filter(({ path }) => dirname(path) !== directory);
  }

  #isReachable(path: string, names: ReadonlyMap<string, unknown>): boolean {
    const parent = dirname(path);
    return parent === this.folder || (names.has(parent) && this.#isReachable(parent, names));
  }
}

/** Mapped memory reaches the disk whenever it likes, in whatever state: no call shows it. */
const anyMemory = (random: Random): Buffer =>
  Buffer.alloc(32_768, Buffer.from(Array.from({ length: 333 }, () => random.below(256))));

const setOrDelete = <V>(map: Map<string, V>, key: string, value: V | undefined): void => {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
};
