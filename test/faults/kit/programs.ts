import { transformFile } from '@swc/core';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/**
 * The programs and libs as they stood when the trials began, compiled in a folder of their own: children start faster,
 * and a change of the sources does not reach a long run.
 */
export class Programs {
  private constructor(
    readonly folder: string,
    readonly apiProgram: string,
    readonly cliProgram: string,
  ) {}

  static async compiled(): Promise<Programs> {
    const root = process.cwd();
    const folder = await mkdtemp(join(tmpdir(), 'redline-faults-programs-'));
    const found = await Promise.all(['apps', 'libs', 'test/faults'].map((part) => sourcesUnder(join(root, part))));
    await Promise.all(found.flat().map((file) => compile(file, join(folder, relative(root, file)))));
    const { type, imports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as PackageJson;
    const built = Object.entries(imports).map(([alias, file]) => [alias, file.replace(/\.ts$/, '.js')]);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type, imports: Object.fromEntries(built) }));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    return new Programs(folder, join(folder, 'apps/api/src/main.js'), join(folder, 'apps/cli/src/main.js'));
  }

  /** A child program of the trials. */
  child(name: string): string {
    return join(this.folder, `test/faults/children/${name}.js`);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

interface PackageJson {
  readonly type: string;
  readonly imports: Readonly<Record<string, string>>;
}

const sourcesUnder = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /(?<!\.spec|\.contract)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** Known to swc, unknown to its types. */
const jsc: object = { rewriteRelativeImportExtensions: true };

const compile = async (file: string, target: string): Promise<void> => {
  const { code } = await transformFile(file, { jsc });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target.replace(/\.ts$/, '.js'), code);
};
