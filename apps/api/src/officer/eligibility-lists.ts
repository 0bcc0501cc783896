import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Actor } from '#policy';
import { QuestionRefused, readQuestion } from '#read-models/eligibility';
import { writeEligibilityList } from '#workbooks';
import type { EligibilityInBrief, EligibilityLine } from '#workbooks';
import type { Locale } from '#wording';
import type { SchoolGate } from '../http/access/school-gate.ts';
import type { EligibilityReads, ReadProgress, SchoolReads } from '../read-side.ts';

const pageSchools = 200;

/** Which schools, and for which intake; what is left out is all of them, and the first intake that is not over. */
export interface ListAsked {
  readonly q: string | null;
  readonly district: string | null;
  readonly year: number | null;
  readonly season: string | null;
}

/** Who takes a list along. */
export interface Taker {
  readonly actor: Actor;
  readonly locale: Locale;
  /** A UTC instant. */
  readonly at: string;
}

export interface EligibilityListsParts {
  readonly schools: SchoolReads;
  readonly eligibility: EligibilityReads;
  readonly gate: SchoolGate;
  readonly progress: Pick<ReadProgress, 'head'>;
  readonly today: () => string;
  /** Where a workbook stands while it is being written. */
  readonly folder: string;
}

/** Who may enrol, as a workbook to take along (招生资格名单). */
export class EligibilityLists {
  readonly #parts: EligibilityListsParts;

  constructor(parts: EligibilityListsParts) {
    this.#parts = parts;
  }

  /** The business day. */
  get today(): string {
    return this.#parts.today();
  }

  /**
   * The lines of the schools that this actor may take along, in the order of codes.
   * @throws QuestionRefused for an intake that is none, and while eligibility is not current: then there is no list
   */
  async lines(asked: ListAsked, actor: Actor): Promise<readonly EligibilityLine[]> {
    const { schools, gate } = this.#parts;
    const { q, district } = asked;
    const lines: EligibilityLine[] = [];
    for (let after: string | null = null; ;) {
      const page: Awaited<ReturnType<SchoolReads['list']>> = await schools.list({
        q,
        district,
        after,
        limit: pageSchools,
      });
      const named = page.items.map((item) => ({ school: item.code, item }));
      for (const { item } of await gate.allowed(actor, 'EXPORT_REGISTER', named)) {
        const { code, name, ownership } = item;
        lines.push({ code, name, district: item.district, ownership, answer: await this.#answer(code, asked) });
      }
      await breathe(); // others get their turn
      if (page.next === null) return lines;
      after = page.next;
    }
  }

  /** The workbook's bytes. */
  async workbook(lines: readonly EligibilityLine[], { actor, locale, at }: Taker): Promise<Buffer> {
    const { folder, progress, today } = this.#parts;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${randomUUID()}.xlsx`);
    try {
      const taken = { takenBy: actor.id, takenAt: at, locale };
      await writeEligibilityList(path, { lines, on: today(), position: progress.head, ...taken });
      return await readFile(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  async #answer(school: string, { year, season }: ListAsked): Promise<EligibilityLine['answer']> {
    try {
      const question = readQuestion({ school, year, season }, this.#parts.today());
      const { body } = await this.#parts.eligibility.write(question);
      return inBrief(JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Answer);
    } catch (error) {
      // A school of another authority has no answer here, and stands in the list all the same.
      if (error instanceof QuestionRefused && error.code === 'other-authority') return { unanswered: error.code };
      throw error;
    }
  }
}

interface Answer extends Omit<EligibilityInBrief, 'changesOn'> {
  readonly nextChange: { readonly on: string } | null;
}

/** No more than a line shows: a list holds one for each school there is. */
const inBrief = ({ enrolmentYear, season, state, mayEnrol, headline, nextChange }: Answer): EligibilityInBrief => {
  const changesOn = nextChange?.on ?? null;
  if (!headline) return { enrolmentYear, season, state, mayEnrol, headline, changesOn };
  const { kind, documentNo, from, until } = headline;
  return { enrolmentYear, season, state, mayEnrol, headline: { kind, documentNo, from, until }, changesOn };
};
