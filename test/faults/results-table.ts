import type { Outcome } from './kit/trial.ts';
import type { FaultRow } from './fault-row.ts';

const begin = '<!-- results: written by npm run test:faults -->';
const end = '<!-- end of results -->';
const heading = [
  '| row | fault | must hold | date | trials | broken | what was seen |',
  '| --- | --- | --- | --- | ---: | ---: | --- |',
];

/** A row as it was run on a day, or why it was not. */
export interface Result {
  readonly row: FaultRow;
  readonly on: string;
  readonly outcome: Outcome | { readonly notRun: string };
}

export const resultLine = ({ row: { id, fault, mustHold }, on, outcome }: Result): string => {
  const cells =
    'notRun' in outcome
      ? ['**not run**', '', outcome.notRun]
      : [
          outcome.trials.toLocaleString('en'),
          String(outcome.failures.length),
          [outcome.seen, ...unrunIn(outcome)].join('; '),
        ];
  return `| ${[id, fault, mustHold, on, ...cells].join(' | ')} |`;
};

const unrunIn = ({ unrun = [] }: Outcome): readonly string[] => unrun.map((name) => `**not run**: ${name}`);

/**
 * The document with the lines of these results put in; rows that were not asked for keep theirs. `order` names all rows.
 * @throws when the document has no place for them
 */
export const withResults = (document: string, results: readonly Result[], order: readonly string[]): string => {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the document has no ${begin} … ${end}`);
  const lines = new Map(
    document
      .slice(from + begin.length, to)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => [idOf(line), line]),
  );
  for (const result of results) lines.set(result.row.id, resultLine(result));
  const table = [...heading, ...order.flatMap((id) => lines.get(id) ?? [])];
  return `${document.slice(0, from)}${begin}\n\n${table.join('\n')}\n\n${document.slice(to)}`;
};

const idOf = (line: string): string => line.split('|')[1]?.trim() ?? '';
