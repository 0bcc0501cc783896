import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { openRegister } from '#composition';
import type { OpenRegister } from '#composition';
import { importWorkbooks, reportText } from '#workbooks';
import type { Locale } from '#wording';
import { enrolDemoOfficer } from './demo-people.ts';
import type { DemoPerson } from './demo-people.ts';
import { askDemo, demoDay } from './demo-questions.ts';
import { hindsightLines, majorLines, schoolLines, withoutEffectLines } from './demo-report.ts';
import { globalOptions, write } from './output.ts';
import { repositoryRoot } from './repository-root.ts';
import { runApi } from './serve.ts';
import { systemUser } from './system-user.ts';

/** `redline demo`: a fictional office from its workbooks to verdicts, then the service over it. */
export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description('import the fictional office of demo/ into a fresh folder, show who may enrol, and serve it')
    .option('--no-serve', 'end after printing')
    .action(async ({ serve }: { readonly serve: boolean }, command: Command) => {
      const data = mkdtempSync(join(tmpdir(), 'redline-demo-'));
      const { corrected, officer } = await showOffice(data, globalOptions(command).lang);
      await say(serve ? [...laterLines(data), ...servingLines(corrected, officer)] : laterLines(data));
      if (serve)
        process.exitCode = await runApi({ LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn', REDLINE_DATA_DIR: data });
    });
};

const say = (lines: readonly string[]): Promise<void> => write(`${lines.join('\n')}\n`);

/** Names of the demo's workbooks in the order in which the office sent them. @throws Error when there are none */
const demoWorkbooks = (): readonly string[] => {
  const folder = join(repositoryRoot(), 'demo');
  const names = readdirSync(folder).filter((name) => name.endsWith('.xlsx') && !name.startsWith('~$'));
  if (names.length === 0) throw new Error(`no workbooks in ${folder}`);
  return names.toSorted().map((name) => join(folder, name));
};

interface Shown {
  /** The last position before the second workbook, which corrects the first. */
  readonly corrected: string;
  readonly officer: DemoPerson;
}

/** Prints everything, and lets somebody sign in. */
const showOffice = async (data: string, lang: Locale): Promise<Shown> => {
  const register = openRegister(data);
  try {
    const [corrected = '0'] = await importAll(register, lang);
    const answers = await askDemo(register.log, corrected);
    await say([
      '',
      `二、${demoDay} 各校能否招生。Who may enrol, asked for ${demoDay}:`,
      ...schoolLines(answers.schools),
      '+1：另有一项理由，一项结束不影响另一项。+1: one more reason stands; the end of one never ends another.',
      ...withoutEffectLines(answers.schools),
      '',
      '三、问到专业时。Asked for one major:',
      ...majorLines(answers.majors),
      '',
      `四、更正之前怎么看。As known before the second workbook (position ${corrected}), and as known now:`,
      ...hindsightLines(answers.hindsight),
      '',
    ]);
    return { corrected, officer: await enrolDemoOfficer(register, data) };
  } finally {
    await register.close();
  }
};

/** Imports each workbook by itself and answers where the log stood after each. */
const importAll = async (register: OpenRegister, lang: Locale): Promise<readonly string[]> => {
  const { gateway, log, desk } = register;
  const positions: string[] = [];
  await say(['虚构演示数据。Everything shown here is invented.', '', '一、导入台账。The ledgers come in:']);
  for (const path of demoWorkbooks()) {
    const shownName = `demo/${basename(path)}`;
    const report = await importWorkbooks(
      { gateway, log, examine: (names, look) => desk.examine(names, look) },
      { paths: [path], shownName, importer: { actor: systemUser(), actorTrust: 'unverified' } },
    );
    positions.push(report.position ?? '0');
    await say(['', `${shownName} → position ${report.position ?? '—'}`, reportText(report, lang).trimEnd()]);
  }
  await say(['（有一行是有意写错的。One row is wrong on purpose.）']);
  return positions;
};

const laterLines = (data: string): readonly string[] => [
  `数据 data: ${data}`,
  `再问一题 ask again: echo '{"school":"3646019006","on":"${demoDay}"}' | npm run -s redline -- ask --data ${data}`,
];

const servingLines = (corrected: string, officer: DemoPerson): readonly string[] => {
  const base = `http://localhost:${process.env['PORT'] || '3000'}`;
  const question = `${base}/api/v1/eligibility/3646019006?on=${demoDay}`;
  return [
    '',
    `服务 service: ${base}  (Ctrl-C 停止 stops it)`,
    `登录 sign in as ${officer.account}, password “${officer.password}”; authenticator secret ${officer.secret}`,
    '已有一个登录会话，30 分钟不用即失效。One session is open already, for 30 idle minutes:',
    `  COOKIE='${officer.cookie}'`,
    `  curl -b "$COOKIE" '${question}'`,
    `  curl -b "$COOKIE" '${question}&knownAt=${corrected}'`,
    `  curl -b "$COOKIE" '${base}/api/v1/eligibility/changes?limit=5'`,
    '  送达即生效 service is the switch: serve the decision that waits, then ask about that school again',
    '  (5 分钟内无须再次验证身份 within 5 minutes no second proof is asked for)',
    `  curl -b "$COOKIE" -X POST '${base}/api/v1/decisions/${encodeURIComponent('演教职成〔2023〕14号')}/schools/3646019013/service' \\`,
    `    -H 'Content-Type: application/json' -d '{"servedOn":"${demoDay}"}'`,
    `  curl -b "$COOKIE" '${base}/api/v1/eligibility/3646019013?on=${demoDay}'`,
    `  接口说明 the API, browsable: ${base}/api`,
  ];
};
