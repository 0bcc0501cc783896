import { z } from 'zod';

/** A setting that cannot be used; the message is one line for the operator. */
export class BadSetting extends Error {
  readonly code = 'bad-setting';
}

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings by name; an empty value is no value. Nothing but the environment is looked at.
 * @throws BadSetting that names every bad value in one line
 */
export const readSettings = <Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment,
): z.output<z.ZodObject<Shape>> => {
  const values = Object.keys(shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]);
  const read = z.object(shape).safeParse(Object.fromEntries(values));
  if (read.success) return read.data;
  throw new BadSetting(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
};
