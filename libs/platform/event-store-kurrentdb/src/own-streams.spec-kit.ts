const lawful = /^([a-z][a-zA-Z0-9]*)-([A-Za-z0-9_.:-]+)$/;

/** Names of one run: a server may be shared, and runs must not meet. Unlawful names stay as they are. */
export class OwnStreams {
  readonly #touched = new Set<string>();

  constructor(readonly run: string) {}

  own(name: string): string {
    const [, category, rest] = lawful.exec(name) ?? [];
    if (category === undefined) return name;
    const own = `${category}-${this.run}.${rest}`;
    this.#touched.add(own);
    return own;
  }

  /** The name that the spec gave; undefined for a stream of someone else. */
  given(own: string): string | undefined {
    const mark = `-${this.run}.`;
    return own.includes(mark) ? own.replace(mark, '-') : undefined;
  }

  /** Everything that may have been written to. */
  get touched(): readonly string[] {
    return [...this.#touched];
  }
}
