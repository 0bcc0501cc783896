import type { Command } from 'commander';
import { openRegisterAt } from '#composition';
import { sentenceFor } from '#wording';
import { importWorkbooks, reportText, writeReport } from '#workbooks';
import type { ImportReport } from '#workbooks';
import { checkImportPaths } from './import-paths.ts';
import { exit, globalOptions, placeOf, write } from './output.ts';
import type { GlobalOptions } from './output.ts';
import { withProgress } from './progress.ts';
import { systemUser } from './system-user.ts';

interface ImportOptions extends GlobalOptions {
  readonly report?: string;
}

/** `redline import PATH…`: exit 2 when anything was refused. */
export const addImport = (program: Command): void => {
  program
    .command('import')
    .description('record workbooks (.xlsx) or folders of .csv; bad rows are named, good rows go in')
    .argument('<path...>', 'workbooks or folders, one after another')
    .option('--report <file.xlsx>', 'save the report with the errors beside the rows')
    .action(async (paths: string[], { report: reportPath }: { readonly report?: string }, command: Command) => {
      const options: ImportOptions = { ...globalOptions(command), ...(reportPath ? { report: reportPath } : {}) };
      await checkImportPaths(paths, reportPath);
      const report = await imported(paths, options);
      await write(options.json ? `${JSON.stringify(report)}\n` : reportText(report, options.lang));
      process.exitCode = report.refused.length > 0 ? exit.refused : exit.done;
      await saveReport(report, paths, options);
    });
};

const imported = async (paths: readonly string[], { data, lang }: ImportOptions): Promise<ImportReport> => {
  const register = await openRegisterAt(placeOf({ data }));
  const { gateway, log, desk } = register;
  try {
    return await withProgress(lang, (onProgress) =>
      importWorkbooks(
        { gateway, log, examine: (names, look) => desk.examine(names, look) },
        { paths, importer: { actor: systemUser(), actorTrust: 'unverified' }, ...(onProgress ? { onProgress } : {}) },
      ),
    );
  } finally {
    await register.close();
  }
};

const saveReport = async (report: ImportReport, paths: readonly string[], options: ImportOptions): Promise<void> => {
  if (options.report === undefined) return;
  const { report: path, lang, json } = options;
  await writeReport(path, report, { paths: new Map(paths.map((one) => [one, one])), locale: lang });
  if (!json) await write(`${sentenceFor('report-saved', lang, path)}\n`);
};
