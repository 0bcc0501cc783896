// npm test: every suite in one Jest run; the last line on standard output is `N passed, N failed`.
import { runJest } from './jest-report.mjs';

const { code, signal, report } = await runJest(process.argv.slice(2));
if (report === undefined) {
  process.exitCode = 1;
  console.error(`the tests ended without a report (${signal ?? code})`);
  console.log('0 passed, 1 failed');
} else {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = report;
  const failed = numFailedTests + numRuntimeErrorTestSuites; // a suite that does not load is a failure, not silence
  process.exitCode = code === 0 && failed === 0 && numPassedTests > 0 ? 0 : 1;
  console.log(`${numPassedTests} passed, ${failed} failed`);
}
