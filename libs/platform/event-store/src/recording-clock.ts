/** Gives every event its `recordedAt`: the wall clock's instant, or the last one given when the clock went back. */
export class RecordingClock {
  #lastMs: number;
  #text: string;

  /** `last` is the `recordedAt` of the newest event, so that a restart cannot go back either. */
  constructor(
    readonly clock: () => Date = () => new Date(),
    last = '1970-01-01T00:00:00.000Z',
  ) {
    this.#lastMs = Date.parse(last);
    this.#text = last;
  }

  /** ISO 8601, UTC, milliseconds. */
  recordedAt(): string {
    const now = this.clock();
    if (now.getTime() > this.#lastMs) {
      this.#lastMs = now.getTime();
      this.#text = now.toISOString();
    }
    return this.#text;
  }
}
