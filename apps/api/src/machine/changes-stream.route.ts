import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EligibilityChange } from '#read-models/eligibility';
import type { SchoolGate } from '../http/access/school-gate.ts';
import { requiring } from '../http/access/requires.ts';
import { ProblemError } from '../http/problem.ts';
import type { ChangesFeed, ReadProgress } from '../read-side.ts';
import { cursorShape } from './changes.dto.ts';
import { parametersOf } from './question-parameters.ts';

const pageSize = 200;
const heartbeatMs = 15_000;
const known = new Set(['after']);

export interface ChangesStreamParts {
  readonly feed: ChangesFeed;
  readonly progress: ReadProgress;
  readonly gate: SchoolGate;
}

/**
 * `GET /api/v1/eligibility/stream`: the feed as server-sent events. It goes on after `Last-Event-ID`, or `after`, and
 * ends when the client leaves or the service closes.
 */
export const addChangesStream = (server: FastifyInstance, { feed, progress, gate }: ChangesStreamParts): void => {
  const closing = new AbortController();
  server.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  // A HEAD of it would never end: its headers go out with its first words, and it may say none.
  server.get(
    '/api/v1/eligibility/stream',
    { ...requiring('FOLLOW_CHANGES'), exposeHeadRoute: false },
    async (request, reply) => {
      const begin = await feed.changes(cursorOf(request), pageSize); // what goes wrong here is still a problem, not a stream
      reply.hijack();
      const { raw } = reply;
      const gone = new AbortController();
      raw.once('close', () => gone.abort());
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(': changes of eligibility\n\n');
      const end = AbortSignal.any([closing.signal, gone.signal]);
      let page = begin;
      let cursor = begin.next;
      try {
        while (!end.aborted) {
          const told = await gate.allowed(request.admitted.actor, 'FOLLOW_CHANGES', page.changes);
          const text = told.map(eventText).join('');
          if (text !== '' && !raw.write(text)) await drained(raw, end);
          cursor = page.next ?? cursor;
          if (page.changes.length < pageSize) await nextAdvance(progress, end, () => raw.write(': still here\n\n'));
          if (!end.aborted) page = await feed.changes(cursor, pageSize);
        }
      } catch (error) {
        request.log.error({ traceId: request.id, err: error }, 'the stream of changes broke off');
      }
      raw.end();
    },
  );
};

const cursorOf = (request: FastifyRequest): string | null => {
  const cursor = request.headers['last-event-id'] ?? parametersOf(request, known)['after'];
  if (cursor === undefined || cursor === '') return null;
  if (typeof cursor === 'string' && cursorShape.test(cursor)) return cursor;
  throw new ProblemError('bad-position', {
    faults: [{ code: 'bad-position', in: 'header', field: ['Last-Event-ID'] }],
  });
};

const eventText = (change: EligibilityChange): string =>
  `id: ${change.cursor}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`;

/** Waits until the read side moved, telling the line in between that it is alive. */
const nextAdvance = (progress: ReadProgress, end: AbortSignal, beat: () => void): Promise<void> =>
  new Promise((resolve) => {
    const timer = setInterval(beat, heartbeatMs);
    const settle = (): void => {
      clearInterval(timer);
      stop();
      end.removeEventListener('abort', settle);
      resolve();
    };
    const stop = progress.onAdvance(settle);
    end.addEventListener('abort', settle);
    if (end.aborted) settle();
  });

const drained = (raw: NodeJS.EventEmitter, end: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    raw.once('drain', resolve);
    end.addEventListener('abort', () => resolve(), { once: true });
  });
