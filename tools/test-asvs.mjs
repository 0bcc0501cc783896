// npm run test:asvs: the checks that docs/security.md names by their ASVS 5.0 number, as one suite. Its report says of
// each number which tests stand for it and whether they pass; a number without a test that ran is a failure.
import { readFileSync } from 'node:fs';
import { runJest } from './jest-report.mjs';

const row = /^\| (\d+\.\d+\.\d+ L\d)\s*\| .*\]\(\.\.\/([^)]+\.spec\.ts)\)/;
const named = /(\d+\.\d+\.\d+) (L\d) /;

const rows = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, file] = row.exec(line) ?? [];
    return id === undefined ? [] : [{ id, file }];
  });

const files = new Set(rows.map(({ file }) => file));
const { report } = await runJest(['--testNamePattern', String.raw`\d+\.\d+\.\d+ L\d `, '--runTestsByPath', ...files]);
const { testResults } = report ?? { testResults: [] }; // without a report nothing has run
const counts = new Map(rows.map(({ id }) => [id, { passed: 0, failed: 0 }]));
for (const { assertionResults } of testResults)
  for (const { title, ancestorTitles, status } of assertionResults) {
    const [, number, level] = named.exec([...ancestorTitles, title, ''].join(' ')) ?? [];
    const count = counts.get(`${number} ${level}`);
    if (count && status === 'passed') count.passed += 1;
    else if (count && status !== 'pending') count.failed += 1;
  }
const inOrder = [...counts].toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
for (const [id, { passed, failed }] of inOrder) {
  const verdict = failed > 0 ? 'FAILED' : passed > 0 ? 'pass' : 'NOT RUN';
  console.log(`${id.padEnd(10)} ${verdict.padEnd(8)} ${passed} passed, ${failed} failed`);
}
const good = inOrder.filter(([, { passed, failed }]) => failed === 0 && passed > 0).length;
console.log(`${good} of ${inOrder.length} checks pass`);
process.exitCode = good === inOrder.length ? 0 : 1;
