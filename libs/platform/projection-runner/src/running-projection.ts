import type { WriteTransaction } from '#platform/read-store';
import { createBuildIndexes, switchTo } from './build-tables.ts';
import { Build } from './build.ts';
import type { BuildHost } from './build.ts';
import { BuildReplaced, buildsOf, holdBuilds, holdCheckpoints, markFilled } from './checkpoints.ts';
import type { BuildRecord } from './checkpoints.ts';
import { isOfKind } from './open-builds.ts';
import type { StoredBuild } from './open-builds.ts';
import { interestOf } from './projection.ts';
import type { Interest, Projection } from './projection.ts';

/** A build beside the answering one, and the promise that it takes over. */
export interface Filling {
  readonly build: Build;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A projection at work: the build that queries read, and one that is being filled to take its place. */
export class RunningProjection {
  readonly projection: Projection;
  answering: Build | undefined;
  filling: Filling | undefined;
  readonly #host: BuildHost;
  readonly #interest: (type: string) => Interest;

  constructor(projection: Projection, knownTypes: ReadonlySet<string>, host: BuildHost) {
    this.projection = projection;
    this.#host = host;
    this.#interest = interestOf(projection, knownTypes);
  }

  answerWith(stored: StoredBuild): Build {
    this.answering = this.#build(stored);
    return this.answering;
  }

  fill(stored: StoredBuild): Filling {
    let settle: Pick<Filling, 'resolve' | 'reject'> | undefined;
    const done = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever asked for the rebuild hears of its failure; at start nobody did.
    done.catch(() => undefined);
    this.filling = { build: this.#build(stored), done, ...(settle as Pick<Filling, 'resolve' | 'reject'>) };
    return this.filling;
  }

  /** Notes that a build's partition is filled; the last of them makes what queries need of the build. */
  async finish(build: Build, signal: AbortSignal): Promise<void> {
    await build.write(async (tx) => {
      await holdBuilds(tx);
      await markFilled(tx, build.part);
      if (!(await this.#recordOf(tx, build)).isFilled) return;
      const { dataSource } = this.#host.store;
      await createBuildIndexes(tx, { projection: this.projection, dataSource, id: build.record });
    }, signal);
  }

  /**
   * Lets the filled build answer; false while another partition of it is being filled, or where answers would go back.
   * @throws BuildReplaced when another partition's runner has switched already
   */
  async takeOver({ build, resolve }: Filling, signal: AbortSignal): Promise<boolean> {
    const old = this.answering;
    const swap = async (): Promise<boolean> => {
      if (old && old.position > build.position) return false;
      if (!(await build.write((tx) => this.#switch(tx, build), signal))) return false;
      if (old) old.phase = 'stopped';
      build.phase = 'live';
      return true;
    };
    if (!(await (old ? old.exclusively(swap) : swap()))) return false;
    this.answering = build;
    this.filling = undefined;
    resolve();
    return true;
  }

  async #switch(tx: WriteTransaction, build: Build): Promise<boolean> {
    await holdBuilds(tx);
    await holdCheckpoints(tx, this.projection.name);
    const next = await this.#recordOf(tx, build);
    if (next.isActive) throw new BuildReplaced(next);
    const others = (await buildsOf(tx, this.projection.name)).filter((other) => other.build !== next.build);
    const old = others.find(
      (other) => other.isActive && isOfKind(other, { ...this.#host, projection: this.projection }),
    );
    const goesBack = next.positions.some((position, partition) => position < (old?.positions[partition] ?? -1n));
    if (!next.isFilled || goesBack) return false;
    await switchTo(
      tx,
      next,
      others.filter(({ isActive, version }) => isActive || version <= next.version),
    );
    return true;
  }

  async #recordOf(tx: WriteTransaction, { record }: Build): Promise<BuildRecord> {
    const found = (await buildsOf(tx, record.projection)).find(({ build }) => build === record.build);
    if (!found) throw new BuildReplaced(record);
    return found;
  }

  #build(stored: StoredBuild): Build {
    return new Build({ projection: this.projection, ...stored }, this.#interest, this.#host);
  }
}
