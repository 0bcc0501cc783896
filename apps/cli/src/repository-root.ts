import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this program whose package.json is named redline (that of dist has no name), else cwd. */
export const repositoryRoot = (from = dirname(fileURLToPath(import.meta.url))): string => {
  const file = join(from, 'package.json');
  if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: string }).name === 'redline')
    return from;
  const above = dirname(from);
  return above === from ? process.cwd() : repositoryRoot(above);
};
