import { readFileSync } from 'node:fs';
import { BadSetting } from './read-settings.ts';
import type { Environment } from './read-settings.ts';

/** The text of the file that a setting names, without blanks around it. @throws BadSetting that repeats none of it */
export const readFile = (name: string, environment: Environment): string | undefined => {
  const file = environment[name];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new BadSetting(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
};

/** A setting that may be given as NAME or, better, as NAME_FILE, a file that holds it. @throws BadSetting that never repeats it */
export const readSecret = (name: string, environment: Environment): string | undefined => {
  const [value, file] = [environment[name], environment[`${name}_FILE`]];
  if (value && file) throw new BadSetting(`${name} and ${name}_FILE are both set`);
  return file ? readFile(`${name}_FILE`, environment) : value;
};
