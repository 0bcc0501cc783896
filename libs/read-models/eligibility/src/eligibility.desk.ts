import { bearsOnFacts, foldOffice, foldSchool, noFacts, noOffice } from '#facts';
import { MalformedFact, UnknownFact } from '#facts';
import type { FactEvent } from '#facts';
import { evaluate, rulesVersion, viewOf } from '#law';
import type { OfficeFacts, SchoolFacts, SchoolView, Verdict } from '#law';
import { AnswerMemory } from './answer-memory.ts';
import type { Judged } from './answer-memory.ts';
import { QuestionRefused } from './eligibility.question.ts';
import type { KnownAt, SchoolQuestion } from './eligibility.question.ts';
import { KeptFacts } from './kept-facts.ts';
import { officeKey } from './office-key.ts';

/** The verdict with the school's name on it: the frozen shape of `eligibility.md` §4. */
export interface EligibilityAnswer extends Verdict {
  readonly school: { readonly code: string; readonly name: string };
  readonly knownAt: string | null;
  /** The last event, within what was known, that touches the school. */
  readonly position: string;
  readonly rulesVersion: string;
}

/** An answer ready for a socket. */
export interface WrittenAnswer {
  /** The answer as JSON, one character for each byte of its UTF-8 (`latin1`). */
  readonly body: string;
  /** As in the answer. */
  readonly position: number;
  readonly rulesVersion: string;
}

/** Where recorded facts come from. */
export interface FactRows {
  /** Events about one school, or under `officeKey` about several, in order, up to a position if one is given. */
  about(key: string, upTo: number | null): Promise<readonly FactEvent[]>;
  /** The last position that had been recorded at an instant; -1 before the first. */
  positionAt(instantMs: number): Promise<number>;
  /** True when the school's rows are known to be behind: it then gets no answer at all. */
  isStale(key: string): boolean;
}

/** A school's view together with the last position that touches it. */
interface Standing extends Judged {
  readonly position: number;
}

/** How much a desk keeps: less only makes it slower. */
export interface DeskMemory {
  /** Of how many recorded events it keeps facts. */
  readonly events: number;
  /** How many answers: some 5 KB each. */
  readonly answers: number;
}

/** Some 600 MB. */
const plenty: DeskMemory = { events: 2_000_000, answers: 40_000 };

/**
 * Answers questions from facts held in memory: of the schools asked last, so much and no more, folded from rows on first
 * need, so that starting up costs nothing however long the log is. Whoever writes rows says what changed.
 */
export class EligibilityDesk {
  readonly #rows: FactRows;
  readonly #facts: KeptFacts;
  /** Of schools whose facts are kept. */
  readonly #standings = new Map<string, Promise<Standing>>();
  readonly #answers: AnswerMemory;
  /** One at most. */
  readonly #office = new Map<string, Promise<OfficeFacts>>();

  constructor(rows: FactRows, { events, answers }: DeskMemory = plenty) {
    this.#rows = rows;
    this.#facts = new KeptFacts({
      most: events,
      read: (school) => rows.about(school, null),
      letGo: (school) => void this.#standings.delete(school),
    });
    this.#answers = new AnswerMemory(answers);
  }

  /** @throws QuestionRefused `school-not-registered`, `other-authority`, `eligibility-not-current` */
  async answer(question: SchoolQuestion): Promise<EligibilityAnswer> {
    const standing = await this.#asked(question);
    return framed(standing, question)(this.#verdict(standing, question));
  }

  /** The same answer, written. @throws QuestionRefused like `answer` */
  async write(question: SchoolQuestion): Promise<WrittenAnswer> {
    const standing = await this.#asked(question);
    const { position } = standing;
    const frame = framed(standing, question);
    if (question.knownAt === null && question.knownAtText === null)
      return { body: this.#answers.text(standing, question, frame), position, rulesVersion };
    const answer = JSON.stringify(frame(this.#verdict(standing, question)));
    return { body: Buffer.from(answer).toString('latin1'), position, rulesVersion };
  }

  /** With knownAt there is no end of questions: nothing of them is remembered. */
  #verdict(standing: Standing, question: SchoolQuestion): Verdict {
    return question.knownAt === null ? this.#answers.verdict(standing, question) : evaluate(standing.view, question);
  }

  /** The standing that the question is about, where there is an answer at all. */
  async #asked({ school: code, knownAt }: SchoolQuestion): Promise<Standing> {
    if (this.#rows.isStale(code)) throw new QuestionRefused('eligibility-not-current', 'school');
    const standing = knownAt === null ? await this.standing(code) : await this.#standingAt(code, knownAt);
    const { register } = standing.view.facts;
    if (register === null) throw new QuestionRefused('school-not-registered', 'school');
    if (register.authority !== 'EDU') throw new QuestionRefused('other-authority', 'school');
    return standing;
  }

  /** What is known now of one school. */
  standing(code: string): Promise<Standing> {
    return this.#standings.get(code) ?? remembered(this.#standings, code, this.#stand(code));
  }

  /** Carries a school on by what was recorded about it since, where it is in memory. */
  follow(school: string, events: readonly FactEvent[]): void {
    this.#standings.delete(school);
    this.#facts.follow(school, events);
  }

  /** Forgets what new rows make old: one school, or with '' what concerns several. */
  forget(key: string): void {
    if (key !== '') {
      this.#standings.delete(key);
      this.#facts.forget(key);
      return;
    }
    this.#standings.clear();
    this.#office.clear();
  }

  /** Forgets everything: other rows have taken the place of those it was read from. */
  forgetAll(): void {
    this.forget('');
    this.#facts.clear();
  }

  async #standingAt(code: string, knownAt: KnownAt): Promise<Standing> {
    const upTo = 'position' in knownAt ? knownAt.position : await this.#rows.positionAt(knownAt.instantMs);
    return this.#refusing(async () => {
      const [office, events] = await Promise.all([this.#officeAt(upTo), this.#rows.about(code, upTo)]);
      return standingOf(office, events.reduce(foldSchool, noFacts(code)));
    });
  }

  #stand(code: string): Promise<Standing> {
    return this.#refusing(async () => {
      const facts = this.#facts.of(code);
      return standingOf(...(await Promise.all([this.#officeAt(null), facts])));
    });
  }

  /** What a later release wrote, or somebody past this one, cannot be told: then nothing is. */
  async #refusing(read: () => Promise<Standing>): Promise<Standing> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof UnknownFact || error instanceof MalformedFact)
        throw new QuestionRefused('eligibility-not-current', 'school');
      throw error;
    }
  }

  #officeAt(upTo: number | null): Promise<OfficeFacts> {
    if (upTo !== null) return this.#readOffice(upTo);
    return this.#office.get(officeKey) ?? remembered(this.#office, officeKey, this.#readOffice(null));
  }

  async #readOffice(upTo: number | null): Promise<OfficeFacts> {
    const events = await this.#rows.about(officeKey, upTo);
    return events.filter((event) => bearsOnFacts(event.type)).reduce(foldOffice, noOffice);
  }
}

/** Keeps what is being read; a failed read is asked again, never remembered. */
const remembered = <T>(all: Map<string, Promise<T>>, key: string, read: Promise<T>): Promise<T> => {
  all.set(key, read);
  read.catch(() => {
    if (all.get(key) === read) all.delete(key);
  });
  return read;
};

const standingOf = (office: OfficeFacts, facts: SchoolFacts): Standing => {
  const view = viewOf(office, facts);
  return { view, stamp: {}, position: lastPosition(view) };
};

/** Puts the school's name and the place in the log around a verdict. */
const framed =
  ({ view, position }: Standing, { school: code, on, knownAtText: knownAt }: SchoolQuestion) =>
  (verdict: Verdict): EligibilityAnswer => ({
    school: { code, name: nameAt(view, on) ?? view.facts.register?.name ?? '' },
    ...verdict,
    knownAt,
    position: String(position),
    rulesVersion,
  });

/** The last event about the school, a campaign that applies to it, or an all-school follow-up that reaches it. */
const lastPosition = (view: SchoolView): number => {
  const { facts, office } = view;
  const campaigns = office.campaigns.filter(({ schools }) => schools.length === 0 || schools.includes(facts.code));
  const reaching = office.followUps.filter((followUp) => view.followUpsOf(followUp.target).includes(followUp));
  return [...campaigns, ...reaching].reduce((last, { source }) => Math.max(last, source.position), facts.position);
};

/** A school is called what it was called on the day of asking. */
const nameAt = (view: SchoolView, on: string): string | undefined =>
  view.facts.changes
    .filter((change) => change.kind === 'RENAMED' && change.approvedOn <= on && change.effectiveOn <= on)
    .toSorted((a, b) =>
      a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.source.order - b.source.order,
    )
    .at(-1)?.value;
