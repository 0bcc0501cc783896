// npm test: every suite in one Jest run; the last line on standard output is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'redline-test-'));
const report = join(folder, 'report.json');
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] }, // Jest writes its story to stderr; --json takes stdout
);
jest.on('exit', (code, signal) => {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites; // a suite that does not load is a failure, not silence
    process.exitCode = code === 0 && failed === 0 && numPassedTests > 0 ? 0 : 1;
    console.log(`${numPassedTests} passed, ${failed} failed`);
  } catch {
    process.exitCode = 1;
    console.error(`the tests ended without a report (${signal ?? code})`);
    console.log('0 passed, 1 failed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
