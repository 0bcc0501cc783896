/** An answer ready to be sent. */
export interface PreparedAnswer {
  readonly etag: string;
  /** Name, value, name, value …: with the answer, and with 304. */
  readonly headers: readonly string[];
  readonly unchangedHeaders: readonly string[];
  /** The UTF-8 bytes of the answer, one character a byte: such a string is written without being encoded again. */
  readonly body: string;
  readonly school: string;
  /** The school's version when the answer was worked out. */
  readonly version: number;
  /** The day that was filled in for a question without one; null where the question names its day. */
  readonly today: string | null;
}

const longestKey = 512;
const entryBytes = 1_000;

/** Answers by the raw address they were asked under; the oldest give way when all together exceed `capacityBytes`. */
export class AnswerMemo {
  readonly #answers = new Map<string, PreparedAnswer>();
  readonly #capacityBytes: number;
  #bytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get(key: string): PreparedAnswer | undefined {
    return this.#answers.get(key);
  }

  set(key: string, answer: PreparedAnswer): void {
    if (key.length > longestKey) return;
    this.#drop(key);
    this.#answers.set(key, answer);
    this.#bytes += sizeOf(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= this.#capacityBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const answer = this.#answers.get(key);
    if (answer === undefined) return;
    this.#answers.delete(key);
    this.#bytes -= sizeOf(key, answer);
  }
}

const sizeOf = (key: string, answer: PreparedAnswer): number => key.length + answer.body.length + entryBytes;
