import { readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { isMet, ratioOf } from './figures.ts';
import type { Finding } from './figures.ts';
import type { Result } from './report.ts';

const page = 'docs/scale.md';
const begin = '<!-- figures: written by npm run bench -- cluster -->';
const end = '<!-- end of figures -->';
const heading = ['| row | date | what | measured | ratio | goal | | sizes |', '|---|---|---|---|--:|--:|---|---|'];

/** Microseconds in the unit in which people say them. */
const spoken = (us: number): string =>
  us >= 1e6
    ? `${(us / 1e6).toFixed(2)} s`
    : us >= 1e4
      ? `${(us / 1e3).toFixed(0)} ms`
      : `${us.toFixed(us < 10 ? 1 : 0)} µs`;

const lineOf = (start: string, finding: Finding): string => {
  if (!('ours' in finding)) return `| ${start} | ${finding.what} | ${finding.said} | | | ${metOf(finding.isMet)} | |`;
  const { what, ours, peer, per, goal, data } = finding;
  const measured = `${spoken(ours.cpuUs)} CPU, ${spoken(ours.wallUs)} wall a ${per}; ${peer.name}: ${spoken(peer.cpuUs)} CPU, ${spoken(peer.wallUs)} wall`;
  const wanted = 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  return `| ${start} | ${what} | ${measured} | ${ratioOf(finding).toFixed(2)} | ${wanted} | ${metOf(isMet(finding))} | ${data} |`;
};

const metOf = (met: boolean | undefined): string => (met === undefined ? '' : met ? 'met' : '**missed**');

/**
 * The page with the lines of these results put in; other rows keep theirs. `order` names all rows.
 * @throws when the page has no place for them
 */
const withFigures = (text: string, results: readonly Result[], { order, on }: Written): string => {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${page} has no ${begin} … ${end}`);
  const known = text.slice(from + begin.length, to).split('\n');
  const linesOf = (id: string): readonly string[] => {
    const result = results.find(({ row }) => row.id === id);
    return result
      ? result.findings.map((finding) => lineOf(`${id} | ${on}`, finding))
      : known.filter((line) => line.split('|')[1]?.trim() === id);
  };
  return `${text.slice(0, from)}${begin}\n\n${[...heading, ...order.flatMap(linesOf)].join('\n')}\n\n${text.slice(to)}`;
};

export interface Written {
  /** The ids of all rows. */
  readonly order: readonly string[];
  /** The day. */
  readonly on: string;
}

/** Writes the table of docs/scale.md, row by row: each was measured on the day beside it. */
export const writeFigures = async (results: readonly Result[], written: Written): Promise<void> => {
  const text = withFigures(readFileSync(page, 'utf8'), results, written);
  const style = await prettier.resolveConfig(page);
  writeFileSync(page, await prettier.format(text, { ...style, filepath: page }));
};
