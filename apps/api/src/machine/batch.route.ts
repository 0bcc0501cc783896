import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { QuestionRefused, readKnownAt, readQuestion } from '#read-models/eligibility';
import type { AskedQuestion, SchoolQuestion, WrittenAnswer } from '#read-models/eligibility';
import type { SchoolGate } from '../http/access/school-gate.ts';
import { requiring } from '../http/access/requires.ts';
import { requestLimits } from '../http/limits.ts';
import { awaitPosition } from '../http/min-position.ts';
import { diagnose, problemBody, ProblemError, tellingOf } from '../http/problem.ts';
import type { Fault } from '../http/problem.ts';
import type { EligibilityReads } from '../read-side.ts';
import { businessDay } from '../http/business-day.ts';
import type { EligibilityRouteParts } from './eligibility.route.ts';
import { parametersOf } from './question-parameters.ts';

/** Questions in one batch at most. */
export const mostQuestions = 10_000;
const known = new Set(['minPosition']);
const members = new Set(['questions', 'knownAt']);
const sliceMs = 10;

export interface BatchRouteParts extends EligibilityRouteParts {
  readonly gate: SchoolGate;
}

/** `POST /api/v1/eligibility/batch`: one item for each question, in order, all at one position (`eligibility.md` §4). */
export const addBatchRoute = (server: FastifyInstance, parts: BatchRouteParts): void => {
  const { eligibility, progress, gate, today = businessDay() } = parts;
  server.post(
    '/api/v1/eligibility/batch',
    { ...requiring('ASK_BATCH'), bodyLimit: requestLimits.batchBytes },
    async (request, reply) => {
      await awaitPosition(progress, parametersOf(request, known)['minPosition']);
      const batch = batchOf(request.body);
      const position = progress.head;
      const items = itemsOf(batch, { request, gate, snapshot: new Snapshot(eligibility, position, today()) });
      const lines = request.headers.accept?.includes('application/x-ndjson') ?? false;
      return reply
        .header('cache-control', 'private, no-cache')
        .header('vary', 'Accept, Accept-Language')
        .type(lines ? 'application/x-ndjson; charset=utf-8' : 'application/json; charset=utf-8')
        .send(Readable.from(inChunks(lines ? asLines(items) : asDocument(items, position))));
    },
  );
};

interface Batch {
  readonly questions: readonly unknown[];
  readonly knownAt?: unknown;
}

/** @throws ProblemError, QuestionRefused for a knownAt that is none */
const batchOf = (body: unknown): Batch => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ProblemError('malformed-body');
  const unknown = Object.keys(body).filter((name) => !members.has(name));
  if (unknown.length > 0) throw invalid('unknown-field', unknown[0] ?? '');
  const { questions, knownAt } = body as { readonly questions?: unknown; readonly knownAt?: unknown };
  if (!Array.isArray(questions)) throw invalid(questions === undefined ? 'required' : 'bad-list', 'questions');
  if (questions.length > mostQuestions) throw new ProblemError('payload-too-large', { detail: String(mostQuestions) });
  readKnownAt(knownAt);
  return { questions, knownAt };
};

const invalid = (code: string, field: string): ProblemError =>
  new ProblemError('validation-failed', { faults: [{ code, in: 'body', field: [field] }] });

/** The register as it stands at one position, whatever is recorded while a batch is being answered. */
class Snapshot {
  readonly today: string;
  readonly #eligibility: EligibilityReads;
  readonly #position: number;
  readonly #takenMs = Date.now();

  constructor(eligibility: EligibilityReads, position: number, today: string) {
    this.#eligibility = eligibility;
    this.#position = position;
    this.today = today;
  }

  async write(question: SchoolQuestion): Promise<WrittenAnswer> {
    const { school, knownAt } = question;
    if (knownAt !== null && !this.#isAhead(knownAt)) return this.#eligibility.write(question);
    const answer = await this.#eligibility.write(knownAt === null ? question : { ...question, knownAt: null });
    const isLater = this.#eligibility.versionOf(school) > this.#position || answer.position > this.#position;
    return isLater ? this.#eligibility.write({ ...question, knownAt: { position: this.#position } }) : answer;
  }

  #isAhead(knownAt: NonNullable<SchoolQuestion['knownAt']>): boolean {
    return 'position' in knownAt ? knownAt.position >= this.#position : knownAt.instantMs >= this.#takenMs;
  }
}

interface Answering {
  readonly request: FastifyRequest;
  readonly gate: SchoolGate;
  readonly snapshot: Snapshot;
}

/** The items as JSON, one character for each byte. Other requests get their turn in between. */
async function* itemsOf(batch: Batch, { request, gate, snapshot }: Answering): AsyncGenerator<string> {
  const telling = tellingOf(request);
  const { actor } = request.admitted;
  const isNarrow = gate.isNarrow(actor);
  let startedMs = performance.now();
  for (const [at, asked] of batch.questions.entries()) {
    try {
      const question = questionOf(asked, batch.knownAt, snapshot.today);
      if (isNarrow) await demand(gate.ask(actor, 'ASK_ELIGIBILITY', question.school));
      yield (await snapshot.write(question)).body;
    } catch (error) {
      const fault = faultOf(error);
      if (!fault) throw error;
      const placed = { code: fault.code, in: 'body', field: ['questions', at, ...fault.field] } as const;
      const problem = JSON.stringify({ error: problemBody({ ...diagnose(error), faults: [placed] }, telling) });
      yield Buffer.from(problem).toString('latin1');
    }
    if (performance.now() - startedMs < sliceMs) continue;
    await breathe();
    startedMs = performance.now();
  }
}

/** @throws ProblemError for what is denied */
const demand = async (asked: ReturnType<SchoolGate['ask']>): Promise<void> => {
  const answer = await asked;
  if (!answer.allowed) throw new ProblemError(answer.code);
};

/** What is wrong with one question; undefined for what is wrong with the service. */
const faultOf = (error: unknown): Pick<Fault, 'code' | 'field'> | undefined => {
  if (error instanceof ProblemError) return { code: error.code, field: ['school'] };
  if (!(error instanceof QuestionRefused)) return undefined;
  return { code: error.code, field: diagnose(error).faults[0]?.field ?? [] };
};

const questionOf = (asked: unknown, knownAt: unknown, today: string): SchoolQuestion => {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked))
    throw new QuestionRefused('malformed-question', '');
  return readQuestion({ knownAt, ...(asked as AskedQuestion) }, today);
};

async function* asLines(items: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const item of items) yield `${item}\n`;
}

async function* asDocument(items: AsyncIterable<string>, position: number): AsyncGenerator<string> {
  yield `{"position":${position < 0 ? 'null' : `"${position}"`},"answers":[`;
  let separator = '';
  for await (const item of items) {
    yield separator + item;
    separator = ',';
  }
  yield ']}';
}

const chunkChars = 64 * 1024;

/** Fewer, larger pieces: each costs a turn of the socket. */
async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < chunkChars) continue;
    yield Buffer.from(chunk, 'latin1');
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk, 'latin1');
}
