import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openRegister } from '#composition';
import { decisionRules, rankOf, redLines } from '#law';
import { importWorkbooks } from '#workbooks';
import type { ImportReport } from '#workbooks';
import { askDemo, demoDay } from './demo-questions.ts';
import type { DemoAnswers } from './demo-questions.ts';
import { officer } from '#testing';

const run = promisify(execFile);
const workbooks = ['1-2022年台账.xlsx', '2-2023年更新.xlsx'];
const folder = mkdtempSync(join(tmpdir(), 'redline-demo-spec-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reports: ImportReport[] = [];
const noted: string[] = [];
let answers: DemoAnswers;

beforeAll(async () => {
  const register = openRegister(join(folder, 'data'));
  const { gateway, log, desk } = register;
  for (const name of workbooks)
    reports.push(
      await importWorkbooks(
        { gateway, log, examine: (names, look) => desk.examine(names, look) },
        { paths: [join('demo', name)], importer: { actor: officer('spec'), actorTrust: 'unverified' } },
      ),
    );
  answers = await askDemo(log, reports[0]?.position ?? '');
  for await (const { data } of log.read()) noted.push(JSON.stringify(data));
  await register.close();
});

describe('the demo', () => {
  it('refuses one row, on purpose, and corrects one', () => {
    expect(reports.flatMap(({ refused }) => refused.map(({ code }) => code))).toEqual(['veto-needs-established-case']);
    expect(reports[1]?.sheets['处理决定']).toEqual({ read: 18, recorded: 16, unchanged: 0, corrected: 1, refused: 1 });
  });

  it('shows every reason, every state and every red line', () => {
    const all = [...answers.schools, ...answers.majors].flatMap(({ answer }) => answer ?? []);
    const kinds = new Set(all.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)));
    const others = ['LICENCE_EXPIRED', 'MAJOR_NOT_OFFERED', 'SCHOOL_MERGED', 'TERM_OVER_NOT_ACCEPTED'];
    const situations = ['CASE_OPEN', 'CORRECTION_ORDERED', 'SELF_INSPECTION_OVERDUE'];
    const decided = Object.values(decisionRules).flatMap(({ reason }) => reason ?? []);
    expect([...kinds].toSorted()).toEqual([...new Set([...decided, ...others, ...situations])].toSorted());
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(Object.keys(rankOf)));
    expect(Object.keys(redLines).filter((category) => !noted.some((data) => data.includes(category)))).toEqual([]);
  });

  it('shows a stay, a decision not yet served and a school of another authority', () => {
    const standing = answers.schools.flatMap(({ answer }) => answer ?? []);
    expect(standing.flatMap(({ stayed }) => stayed.map(({ returnsOn }) => returnsOn))).toEqual(['2024-01-01']);
    expect(standing.flatMap(({ pending }) => pending.map(({ documentNo }) => documentNo))).toEqual([
      '演教职成〔2023〕14号',
    ]);
    expect(answers.schools.flatMap(({ refused }) => refused ?? [])).toEqual(['other-authority']);
  });

  it('answers differently when it knows no more than the first workbook', () => {
    const seen = answers.hindsight.map(({ before, now }) =>
      [before, now].map(({ answer }) => [answer?.on, answer?.state, answer?.headline?.until ?? null]),
    );
    expect(seen).toEqual([
      [
        [demoDay, 'ELIGIBLE', null],
        [demoDay, 'BANNED', null],
      ], // corrected
      [
        ['2022-10-10', 'BANNED', null],
        ['2022-10-10', 'ELIGIBLE', null],
      ], // annulled
      [
        [demoDay, 'BANNED', '2025-09-19'],
        [demoDay, 'BANNED', '2024-07-01'],
      ], // varied
    ]);
  });
});

describe('the demo as a person starts it', () => {
  it('has the workbooks that its script makes, byte for byte', async () => {
    await run(process.execPath, ['demo/make-workbooks.mjs', folder], { env: { ...process.env, TZ: 'Pacific/Apia' } });
    for (const name of workbooks)
      expect(readFileSync(join('demo', name)).equals(readFileSync(join(folder, name)))).toBe(true);
  });

  it('prints a line for each school and ends', async () => {
    const program = ['--import', './tools/swc.mjs', 'apps/cli/src/main.ts', 'demo', '--no-serve'];
    const { stdout } = await run(process.execPath, program, { env: { ...process.env, TMPDIR: folder } });
    for (const { school } of answers.schools) expect(stdout).toMatch(new RegExp(`^${school} `, 'm'));
    expect(stdout).toContain('veto-needs-established-case');
  });
});
