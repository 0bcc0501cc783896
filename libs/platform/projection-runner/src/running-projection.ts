import { createBuildIndexes, switchTo } from './build-tables.ts';
import { Build } from './build.ts';
import type { BuildHost } from './build.ts';
import { buildsOf } from './checkpoints.ts';
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

  /** Makes what queries need of a filled build. */
  async finish(build: Build, signal: AbortSignal): Promise<void> {
    const { dataSource } = this.#host.store;
    const { projection, record: id } = build;
    await build.write((tx) => createBuildIndexes(tx, { projection, dataSource, id }), signal);
  }

  /** Lets the filled build answer; false when it lies behind the answering one, for answers never go back. */
  async takeOver({ build, resolve }: Filling, signal: AbortSignal): Promise<boolean> {
    const old = this.answering;
    const swap = async (): Promise<boolean> => {
      if (old && old.position > build.position) return false;
      await build.write(async (tx) => {
        const others = (await buildsOf(tx, this.projection.name)).filter((other) => other.build !== build.record.build);
        await switchTo(tx, build.record, others);
      }, signal);
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

  #build(stored: StoredBuild): Build {
    return new Build({ projection: this.projection, ...stored }, this.#interest, this.#host);
  }
}
