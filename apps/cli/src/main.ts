#!/usr/bin/env node
import { Command, Option } from 'commander';
import { locales } from '#wording';
import { addAsk } from './ask.ts';
import { addDemo } from './demo.ts';
import { addImport } from './import.ts';
import { addKeys } from './keys.ts';
import { addMigrate } from './migrate.ts';
import { failed, globalOptions } from './output.ts';
import { demandPermission } from './permission.ts';
import { addRebuild } from './rebuild.ts';
import { addSecrets } from './secrets.ts';
import { addServe } from './serve.ts';
import { systemUser } from './system-user.ts';
import { addTemplate } from './template.ts';
import { addUsers } from './users.ts';

const program = new Command('redline')
  .description('红线台账 — the register of vocational schools: findings, red lines, vetoes, and who may enrol')
  .option('--data <dir>', 'data directory', process.env['REDLINE_DATA_DIR'] || './data')
  .option('--json', 'answers for machines')
  .addOption(new Option('--lang <locale>', 'language of reports and errors').choices(locales).default(locales[0]))
  .hook('preAction', (_program, command) => demandPermission(command, systemUser()))
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(redline --help)');

addImport(program);
addAsk(program);
addTemplate(program);
addDemo(program);
addServe(program);
addRebuild(program);
addMigrate(program);
addKeys(program);
addSecrets(program);
addUsers(program);

try {
  await program.parseAsync();
} catch (error) {
  failed(error, globalOptions(program).lang);
}
