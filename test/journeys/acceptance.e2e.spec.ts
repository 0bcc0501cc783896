import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadSide, openRegister } from '#composition';
import type { EmbeddedReadSide, OpenRegister } from '#composition';
import { EligibilityDesk, LogRows } from '#read-models/eligibility';
import type { EligibilityAnswer } from '#read-models/eligibility';
import { importWorkbooks } from '#workbooks';
import type { ImportReport } from '#workbooks';
import { acceptanceFolder, answers, casesOf } from './acceptance-cases.ts';
import type { Expected } from './acceptance-cases.ts';
import { officer } from '#testing';

/** The parts of an answer that the worked cases speak of. */
const gist = ({ state, mayEnrol, reasons }: EligibilityAnswer): Expected => ({
  state,
  mayEnrol,
  kinds: reasons.map((reason) => reason.kind).toSorted(),
  documentNos: reasons
    .flatMap(({ state: rank, documentNo }) => (rank === 'WATCH' ? [] : (documentNo ?? [])))
    .toSorted(),
});

const gists = (given: readonly (EligibilityAnswer | string)[]) =>
  given.map((one) => (typeof one === 'string' ? one : gist(one)));

describe.each([
  ['small', ['office.xlsx']],
  ['small', ['csv']],
  ['office', ['office.xlsx']],
  ['office', ['csv']],
  ['two-stage', ['first.xlsx', 'second.xlsx']],
])('the worked cases of %s from %s', (name, files) => {
  const directory = mkdtempSync(join(tmpdir(), 'acceptance-'));
  const cases = casesOf(name);
  const reports: ImportReport[] = [];
  let register: OpenRegister;
  let readSide: EmbeddedReadSide;

  const importFile = (file: string): Promise<ImportReport> =>
    importWorkbooks(
      { gateway: register.gateway, log: register.log, examine: (names, look) => register.desk.examine(names, look) },
      { paths: [join(acceptanceFolder, name, file)], importer: { actor: officer('spec'), actorTrust: 'unverified' } },
    );

  beforeAll(async () => {
    register = openRegister(directory);
    readSide = await openReadSide(directory, register.log, (problem) => {
      throw new Error(problem.kind, { cause: problem });
    });
    for (const file of files) reports.push(await importFile(file));
    await readSide.runner.waitFor('all', (await register.log.head()) ?? -1n, 60_000);
  });

  afterAll(async () => {
    await readSide.close();
    await register.close();
    rmSync(directory, { recursive: true });
  });

  it('go in without a refusal, and again without a trace', async () => {
    expect(reports.flatMap((report) => report.refused)).toEqual([]);
    for (const file of files) {
      const again = await importFile(file);
      expect(again.position).toBe(reports.at(-1)?.position);
      expect(Object.values(again.sheets).every(({ read, unchanged }) => read === unchanged)).toBe(true);
    }
  });

  it('are answered as expected from the log', async () => {
    const given = await answers(new EligibilityDesk(new LogRows(register.log)), cases);
    expect(gists(given)).toEqual(cases.map((one) => one.expect));
  });

  it('are answered alike from the rows, to the last word', async () => {
    const fromLog = await answers(new EligibilityDesk(new LogRows(register.log)), cases);
    expect(await answers(readSide.eligibility, cases)).toEqual(fromLog);
  });

  it('are answered as they were known after the first file', async () => {
    const first = reports[0]?.position ?? '';
    const wanted = cases.map((one) => one.expectKnownAfterFirst ?? one.expect);
    expect(gists(await answers(readSide.eligibility, cases, first))).toEqual(wanted);
    expect(gists(await answers(new EligibilityDesk(new LogRows(register.log)), cases, first))).toEqual(wanted);
  });

  it('are answered the same after a rebuild', async () => {
    const before = await answers(readSide.eligibility, cases);
    await readSide.runner.rebuild('eligibility');
    expect(await answers(readSide.eligibility, cases)).toEqual(before);
  });
});
