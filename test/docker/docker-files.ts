import { load, YAML11_SCHEMA } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = process.cwd();
export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** A service of a compose file, as far as the tests look at it. */
export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly network_mode?: string;
  readonly networks?: object;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly user?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: object;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

/** A compose file with its merges done; `${NAME}` stands as it is written. */
export const compose = (file: string): Compose => load(read(file), { schema: YAML11_SCHEMA }) as Compose;

/** `${NAME:-default}` as compose would fill it in with nothing in the environment. */
export const filledIn = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1')]),
  );

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
export const instructions = (file: string): readonly (readonly [name: string, rest: string])[] =>
  read(file)
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);

/** Every file that `npm run build` makes, as a path from the root. */
export const builtFiles = (): ReadonlySet<string> => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.build.json'), {}, host);
  if (!config) throw new Error('tsconfig.build.json cannot be read');
  const made = config.fileNames.flatMap((name) => ts.getOutputFileNames(config, name, false));
  return new Set(made.map((path) => path.slice(root.length + 1)));
};

/** The names that stand before `=` in an example of an environment, each with the two lines above it. */
export const exampleSettings = (
  file: string,
): readonly { readonly name: string; readonly value: string; readonly above: readonly string[] }[] => {
  const lines = read(file).split('\n');
  return lines.flatMap((line, at) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : { name, value, above: lines.slice(at - 2, at) };
  });
};

export const composeFiles = ['docker/compose.embedded.yml', 'docker/compose.cluster.yml'] as const;

/** Every service of every compose file. */
export const services = composeFiles.flatMap((file) =>
  Object.entries(compose(file).services).map(([name, service]) => ({ file, name, service })),
);

/** Those that run our image. */
export const ours = services.filter(({ service }) => service.image.startsWith('redline:'));

/** The program that a service runs, as a path from the root; undefined when it runs none of ours. */
export const entryOf = ({ command }: ComposeService): string | undefined =>
  command?.find((word) => word.endsWith('.js'));
