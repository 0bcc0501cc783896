import { isMet, ratioOf } from './figures.ts';
import type { Cost, Figure, Finding, Row } from './figures.ts';

/** What one row of the table found. */
export interface Result {
  readonly row: Pick<Row, 'id' | 'work'>;
  readonly findings: readonly Finding[];
}

const rounded = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const costs = ({ cpuUs, wallUs }: Cost): string =>
  Number.isNaN(cpuUs) ? `wall ${rounded(wallUs)}` : `${rounded(cpuUs)} (wall ${rounded(wallUs)})`;
const goalText = ({ goal }: Figure): string => ('atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`);

/** One line on the terminal. */
export const lineOf = (finding: Finding): string => {
  if (!('ours' in finding))
    return `  ${finding.what}: ${finding.said}${finding.isMet === undefined ? '' : verdict(finding.isMet)}`;
  const { what, ours, peer, per } = finding;
  const sides = `ours ${costs(ours)} · ${peer.name} ${costs(peer)} CPU µs/${per}`;
  return `  ${what}\n    ${sides} → ${rounded(ratioOf(finding))} (goal ${goalText(finding)})${verdict(isMet(finding))}\n    ${finding.data}`;
};

const verdict = (met: boolean): string => (met ? ' met' : ' MISSED');

const tableHead = [
  '| # | what | ours: CPU µs (wall) | against | theirs: CPU µs (wall) | per | ratio | goal | |',
  '|---|---|---|---|---|---|---|---|---|',
];

const tableRow = (id: string, figure: Figure): string => {
  const { what, ours, peer, per } = figure;
  const cells = [id, what, costs(ours), peer.name, costs(peer), per, rounded(ratioOf(figure)), goalText(figure)];
  return `| ${cells.join(' | ')} | ${isMet(figure) ? 'met' : '**missed**'} |`;
};

const thoughtsHead = '## Where goals are missed, and why';

/** What people wrote at the end of the page: a new run leaves it alone. */
export const thoughtsIn = (page: string): string => {
  const at = page.indexOf(thoughtsHead);
  return at < 0 ? '' : `\n${page.slice(at)}`;
};

/** The measured part of the page docs/benchmarks.md. */
export const pageOf = (results: readonly Result[], machine: string): string => {
  const rows = results.flatMap(({ row, findings }) =>
    findings.flatMap((finding) => ('ours' in finding ? [tableRow(row.id, finding)] : [])),
  );
  const notes = results.map(({ row, findings }) => {
    const lines = findings.map((finding) =>
      'ours' in finding ? `${finding.what}: ${finding.data}.` : `${finding.what}: ${finding.said}.`,
    );
    return [`**${row.id}** ${row.work}`, ...lines.map((line) => `- ${line}`)].join('\n');
  });
  const head = [
    '# Benchmarks',
    '',
    'Written by `npm run bench` down to "Where goals are missed". Both sides of a row ran in turns (A B A B …) in one run;',
    'the numbers are medians.',
    'CPU is user + system of the process that does the work, and is what ratios compare unless a row is about waiting.',
    `Machine: ${machine}.`,
    '',
  ];
  return [...head, ...tableHead, ...rows, '', '## Data', '', notes.join('\n\n'), ''].join('\n');
};
