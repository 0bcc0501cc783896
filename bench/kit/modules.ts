import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = extname(import.meta.url);

/** The file of a module in this folder, in the form in which this process runs: source or built. */
export const beside = (name: string): string => fileURLToPath(new URL(`${name}${extension}`, import.meta.url));

/** What a child needs to run it: sources need the loader, which costs the child some 150 MiB of its own. */
export const loaderFlags: string[] =
  extension === '.ts' ? ['--import', fileURLToPath(new URL('../../tools/swc.mjs', import.meta.url))] : [];
