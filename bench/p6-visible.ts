import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openReadSide, openRegister } from '#composition';
import { RegisterLead } from '#domain/violation-cases';
import type { Row } from './kit/figures.ts';
import { codeOf, history } from './kit/history.ts';
import { freshDirectory } from './kit/log-directory.ts';
import { quantile } from './kit/measure.ts';
import { keeperOfMachine } from '#policy';

const p99 = (all: readonly number[]) => ({ cpuUs: Number.NaN, wallUs: quantile(all, share) });

const schools = 200;
const share = 0.99;

/** P6: from the acknowledgement of a write until a query that asks for its position may be answered. */
export const p6: Row = {
  id: 'P6',
  work: 'acknowledged write → visible to minPosition, p99',
  run: async ({ quick }) => {
    const samples = quick ? 500 : 3_000;
    const { visibleUs, fsyncUs } = await sampled(samples);
    const data = `${samples} writes one after another, a fsync of 4 KiB after each; medians: visible ${Math.round(quantile(visibleUs, 0.5))} µs, fsync ${Math.round(quantile(fsyncUs, 0.5))} µs`;
    const peer = { ...p99(fsyncUs), name: 'one fsync' };
    const what = 'p99 of the wall time until waitFor answers';
    return [{ what, ours: p99(visibleUs), peer, per: 'write', goal: { atMost: 10 }, judge: 'wallUs', data }];
  },
};

const context = { actor: keeperOfMachine('officer-3'), actorTrust: 'unverified', source: 'api' } as const;

const sampled = async (samples: number) => {
  const directory = freshDirectory('visible');
  const register = openRegister(directory);
  const { store, log, gateway } = register;
  for (const { stream, event } of history({ schools, events: schools }))
    await store.append(stream, [event], 'no_stream');
  const side = await openReadSide(directory, log, () => undefined);
  await side.runner.waitFor('all', (await log.head()) ?? -1n, 60_000);
  const file = openSync(join(directory, 'fsync'), 'w');
  const [visibleUs, fsyncUs]: [number[], number[]] = [[], []];
  for (let n = 0; n < samples; n += 1) {
    const { position } = await gateway.execute(caseOf(n), context);
    const startMs = performance.now();
    await side.runner.waitFor('all', position, 10_000);
    visibleUs.push((performance.now() - startMs) * 1000);
    fsyncUs.push(fsyncOf(file));
  }
  closeSync(file);
  await side.close();
  await register.close();
  return { visibleUs, fsyncUs };
};

const page = Buffer.alloc(4_096, 7);

const fsyncOf = (file: number): number => {
  const startMs = performance.now();
  writeSync(file, page);
  fsyncSync(file);
  return (performance.now() - startMs) * 1000;
};

const caseOf = (n: number) =>
  new RegisterLead({
    caseNo: `2026-${n}`,
    school: codeOf(n % schools),
    category: 'AFFILIATED_ENROLMENT',
    leadSource: 'TIP_OFF',
    actFrom: '2025-09-01',
    actUntil: null,
    studentCount: null,
    amountFen: null,
    gradeCohort: null,
    major: null,
    partnerName: null,
    partnerCreditCode: null,
  });
