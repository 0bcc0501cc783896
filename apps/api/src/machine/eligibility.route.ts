import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readQuestion } from '#read-models/eligibility';
import type { SchoolQuestion, WrittenAnswer } from '#read-models/eligibility';
import { tellAllowance } from '../http/access/admitted.ts';
import { requiring } from '../http/access/requires.ts';
import { awaitPosition } from '../http/min-position.ts';
import { writesItsHeaders } from '../http/prepared-headers.ts';
import { sendProblem } from '../http/problem.ts';
import type { EligibilityReads, ReadProgress } from '../read-side.ts';
import { AnswerMemo } from './answer-memo.ts';
import type { PreparedAnswer } from './answer-memo.ts';
import { businessDay } from '../http/business-day.ts';
import { parametersOf } from './question-parameters.ts';

// The hot path. Admission systems ask by the thousand, and of the 17 µs that bare Fastify needs for an answer Nest's
// pipes and guards would take another 30. So this route stands on Nest's own Fastify instance, remembers answers by
// raw address, tells them apart by versions instead of hashing them, and writes prepared bytes to the socket.

const known = new Set(['year', 'season', 'major', 'on', 'knownAt', 'minPosition']);
const memoBytes = 128 * 2 ** 20;

export interface EligibilityRouteParts {
  readonly eligibility: EligibilityReads;
  readonly progress: ReadProgress;
  readonly today?: () => string;
}

export interface HotRouteParts extends EligibilityRouteParts {
  /** Name, value, name, value …: what every response carries. */
  readonly securityHeaders: readonly string[];
}

/** `GET /api/v1/eligibility/{schoolCode}` (`eligibility.md` §4), in a context of its own: see `writesItsHeaders`. */
export const addEligibilityRoute = (server: FastifyInstance, parts: HotRouteParts): void => {
  const { eligibility, progress, securityHeaders, today = businessDay() } = parts;
  const memo = new AnswerMemo(memoBytes);
  const isCurrent = (answer: PreparedAnswer): boolean =>
    answer.version === eligibility.versionOf(answer.school) && (answer.today === null || answer.today === today());

  const workOut = async (request: FastifyRequest): Promise<PreparedAnswer> => {
    const { schoolCode: school } = request.params as { readonly schoolCode: string };
    const asked = parametersOf(request, known);
    await awaitPosition(progress, asked['minPosition']);
    const day = today();
    const question = readQuestion({ ...asked, school }, day);
    const version = eligibility.versionOf(school); // before the answer: a change meanwhile makes it old at once
    const answer = await eligibility.write(question);
    const body = inOnePiece(answer.body);
    const prepared = {
      ...headed(etagOf(question, answer), body, securityHeaders),
      body,
      school,
      version,
      today: asked['on'] ? null : day,
    };
    // With knownAt there is no end of questions; with minPosition the address is never asked again.
    if (question.knownAt === null && asked['minPosition'] === undefined) memo.set(request.raw.url ?? '', prepared);
    return prepared;
  };

  writesItsHeaders(server);
  server.get('/api/v1/eligibility/:schoolCode', requiring('ASK_ELIGIBILITY'), (request, reply) => {
    const prepared = memo.get(request.raw.url ?? '');
    if (prepared !== undefined && isCurrent(prepared)) write(request, reply, { prepared, head: progress.head });
    else
      workOut(request).then(
        (fresh) => write(request, reply, { prepared: fresh, head: progress.head }),
        (error: unknown) => {
          for (let i = 0; i < securityHeaders.length; i += 2)
            reply.header(securityHeaders[i] ?? '', securityHeaders[i + 1]);
          tellAllowance(reply, request.admitted);
          sendProblem(error, request, reply);
        },
      );
  });
};

/** A string put together of pieces is put together again at each writing. */
const inOnePiece = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('latin1');

/** What the answer says depends on nothing else: the school's last event, the question, and the rules. */
const etagOf = (question: SchoolQuestion, { position, rulesVersion }: WrittenAnswer): string => {
  const { intake, major, on, knownAtText } = question;
  return `W/"${position}.${intake.year}${intake.season[0]}.${major ?? ''}.${on}.${knownAtText ?? ''}.${rulesVersion}"`;
};

const isKnownTo = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true;
  const strong = etag.slice(2); // the comparison is weak: W/ says nothing
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === strong);
};

const write = (
  request: FastifyRequest,
  { raw }: FastifyReply,
  { prepared, head }: { readonly prepared: PreparedAnswer; readonly head: number },
): void => {
  const { etag, headers, unchangedHeaders, body } = prepared;
  const position = String(head);
  const { allowance } = request.admitted;
  if (isKnownTo(request.headers['if-none-match'], etag))
    raw.writeHead(304, unchangedHeaders.concat('redline-position', position, allowance)).end();
  else raw.writeHead(200, headers.concat('redline-position', position, allowance)).end(body, 'latin1');
};

const headed = (
  etag: string,
  body: string,
  security: readonly string[],
): Pick<PreparedAnswer, 'etag' | 'headers' | 'unchangedHeaders'> => {
  const unchangedHeaders = [...security, 'etag', etag, 'cache-control', 'private, no-cache'];
  const content = ['content-type', 'application/json; charset=utf-8', 'content-length', String(body.length)];
  return { etag, unchangedHeaders, headers: [...unchangedHeaders, ...content] };
};
