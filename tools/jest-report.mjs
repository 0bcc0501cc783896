import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One Jest run and its report; `report` is undefined where Jest ended without one. Jest's story goes to standard error,
 * so that standard output is the caller's.
 */
export const runJest = async (args) => {
  const folder = mkdtempSync(join(tmpdir(), 'redline-test-'));
  const file = join(folder, 'report.json');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const order = [...flags, 'node_modules/jest/bin/jest.js', '--json', `--outputFile=${file}`, ...args];
  try {
    const jest = spawn(process.execPath, order, { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code, signal] = await once(jest, 'exit');
    return { code, signal, report: reportIn(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const reportIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};
