import { userInfo } from 'node:os';
import type { Command } from 'commander';
import cliProgress from 'cli-progress';
import { openRegister } from '#composition';
import { importWorkbooks } from '#workbooks';
import type { ImportReport } from '#workbooks';
import { exit, globalOptions, write } from './output.ts';

/** `redline import PATH…` */
export const addImport = (program: Command): void => {
  program
    .command('import')
    .description('record workbooks (.xlsx) or folders of .csv; bad rows are named, good rows go in')
    .argument('<path...>', 'workbooks or folders, one after another')
    .option('--report <file.xlsx>', 'save the report with the errors beside the rows')
    .option('--data <dir>')
    .option('--json')
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const options = globalOptions(command);
      const register = openRegister(options.data);
      try {
        const report = await importWithProgress(register, paths);
        await write(options.json ? `${JSON.stringify(report)}\n` : textOf(report));
        process.exitCode = report.refused.length > 0 ? exit.refused : exit.done;
      } finally {
        await register.close();
      }
    });
};

const importWithProgress = async (
  register: ReturnType<typeof openRegister>,
  paths: readonly string[],
): Promise<ImportReport> => {
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar({ format: '导入 {value} 行 · {duration_formatted}', stream: process.stderr })
    : undefined;
  bar?.start(0, 0);
  try {
    return await importWorkbooks(
      { gateway: register.gateway, log: register.log, examine: (names, look) => register.desk.examine(names, look) },
      {
        paths,
        importer: { actor: userInfo().username, actorTrust: 'unverified' },
        ...(bar ? { onProgress: (rows) => bar.update(rows) } : {}),
      },
    );
  } finally {
    bar?.stop();
  }
};

const textOf = (report: ImportReport): string => JSON.stringify(report, null, 2) + '\n';
