// Hot path of single questions and batches: an answer is worked out once for all days on which it reads the same.
import type { LocalDate } from '#kernel';
import { evaluate, verdictHoldsBefore, verdictOnLaterDay } from '#law';
import type { Question, SchoolView, Verdict } from '#law';

/** What is judged, and what stands for it once it has been let go of: an answer must not keep a school's facts. */
export interface Judged {
  readonly view: SchoolView;
  /** Another one for each view. */
  readonly stamp: object;
}

/** A verdict, and its days: from `verdict.on` to before `until`. */
interface Remembered {
  readonly stamp: object;
  readonly verdict: Verdict;
  readonly until: LocalDate;
  text: AnswerText | undefined;
}

/** An answer's text but for its day and its ways back, one character for each byte of its UTF-8. */
interface AnswerText {
  readonly beforeDay: string;
  readonly afterDay: string;
  readonly afterWayBack: string;
}

/** What stands around a verdict in an answer; all of it is the same on every day of the verdict's stretch. */
export interface Framed extends Verdict {
  readonly knownAt: string | null;
}

/** Verdicts on questions asked before, by school and question; the oldest give way. */
export class AnswerMemory {
  readonly #remembered = new Map<string, Remembered>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** What `evaluate` says. */
  verdict(judged: Judged, question: Question): Verdict {
    return verdictOnLaterDay(this.#find(judged, question).verdict, question.on);
  }

  /**
   * The answer that `frame` makes of the verdict as JSON, each character one byte of the UTF-8: such a string is written
   * to a socket without being encoded, and joined without being copied.
   */
  text(judged: Judged, question: Question, frame: (verdict: Verdict) => Framed): string {
    const found = this.#find(judged, question);
    found.text ??= textOf(frame(found.verdict));
    const { beforeDay, afterDay, afterWayBack } = found.text;
    const { on, wayBack } = verdictOnLaterDay(found.verdict, question.on);
    return `${beforeDay}${on}${afterDay}${wayBack.length === 0 ? '[]' : asBytes(JSON.stringify(wayBack))}${afterWayBack}`;
  }

  /** A school that changed has another stamp: what was remembered of the old one is passed over. */
  #find({ view, stamp }: Judged, question: Question): Remembered {
    const { intake, major, on } = question;
    const key = `${view.facts.code}${intake.season}${intake.year}${major ?? ''}`;
    const known = this.#remembered.get(key);
    if (known?.stamp === stamp && known.verdict.on <= on && on < known.until) return known;
    const verdict = evaluate(view, question);
    const fresh = { stamp, verdict, until: verdictHoldsBefore(view, verdict), text: undefined };
    this.#remembered.delete(key);
    this.#remembered.set(key, fresh);
    if (this.#remembered.size > this.#capacity) {
      const oldest = this.#remembered.keys().next();
      if (!oldest.done) this.#remembered.delete(oldest.value);
    }
    return fresh;
  }
}

const asBytes = (json: string): string => Buffer.from(json).toString('latin1');

/** Cuts the answer at the two places that change from day to day. */
const textOf = (answer: Framed): AnswerText => {
  const members = Object.entries(answer);
  const at = (name: keyof Framed): number => members.findIndex(([one]) => one === name);
  const between = (from: number, to: number): string =>
    JSON.stringify(Object.fromEntries(members.slice(from, to))).slice(1, -1);
  const [day, wayBack] = [at('on'), at('wayBack')];
  return {
    beforeDay: asBytes(`{${between(0, day)},"on":"`),
    afterDay: asBytes(`",${between(day + 1, wayBack)},"wayBack":`),
    afterWayBack: asBytes(`,${between(wayBack + 1, members.length)}}`),
  };
};
