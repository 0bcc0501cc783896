#!/usr/bin/env node
import { Command } from 'commander';
import { addAsk } from './ask.ts';
import { addImport } from './import.ts';
import { failed } from './output.ts';

const program = new Command('redline')
  .description('红线台账 — the register of vocational schools: findings, red lines, vetoes, and who may enrol')
  .option('--data <dir>', 'data directory', process.env['REDLINE_DATA_DIR'] ?? './data')
  .option('--json', 'answers for machines')
  .showHelpAfterError()
  .enablePositionalOptions(false);

addImport(program);
addAsk(program);

try {
  await program.parseAsync();
} catch (error) {
  failed(error);
}
