import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = process.cwd();

const filesUnder = (folder: string): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .filter((file) => !file.includes('node_modules/'))
    : [];

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const code = ['apps', 'libs', 'test', 'bench'].flatMap(filesUnder).filter((file) => /\.tsx?$/.test(file));
const sources = code.filter((file) => !/(\.spec(-kit)?\.tsx?|\.contract\.ts)$/.test(file) && !file.startsWith('test/'));

/** Folders with a face: each lib, or each folder of a group of libs. */
const groups = new Set(['domain', 'platform', 'read-models', 'processes']);
const libs = readdirSync(join(root, 'libs')).flatMap((name) =>
  groups.has(name) ? readdirSync(join(root, 'libs', name)).map((inner) => `libs/${name}/${inner}`) : [`libs/${name}`],
);

const linkTargets = (file: string): readonly string[] =>
  [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)].map((match) => decodeURI(match[1] ?? ''));

describe('the house is tidy', () => {
  it('looks at the whole house', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(libs.length).toBeGreaterThan(15);
  });

  it.each(libs)('%s has a README of at most 40 lines and a face', (lib) => {
    expect(existsSync(join(root, lib, 'src/index.ts'))).toBe(true);
    expect(read(`${lib}/README.md`).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it('has faces with named exports only', () => {
    expect(sources.filter((file) => /^export \*/m.test(read(file)))).toEqual([]);
  });

  it('has source files of at most 250 lines, half of them short', () => {
    const lengths = sources.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(90);
  });

  it('names files after what they hold, in kebab-case', () => {
    expect(code.filter((file) => !/^[a-z0-9][a-z0-9.-]*\.tsx?$/.test(file.split('/').at(-1) ?? ''))).toEqual([]);
    expect(sources.filter((file) => /(impl|manager|helper|util)s?\./.test(file))).toEqual([]);
  });

  it('leaves nothing for later and skips no test', () => {
    const marks = [/\bTO{1}DO\b/, /\bFIX{1}ME\b/, /\bX{3}\b/];
    const dodges = /\b(?:it|describe|test)\.(?:only|skip|todo)\b|\b(?:xit|xdescribe|fit|fdescribe)\(/;
    expect(code.filter((file) => marks.some((mark) => mark.test(read(file))))).toEqual([]);
    expect(code.filter((file) => dodges.test(read(file)) && !file.endsWith('tidy.spec.ts'))).toEqual([]);
  });

  it('has documents whose links lead somewhere', () => {
    const documents = ['.', 'docs', 'libs', 'apps', 'demo'].flatMap((folder) =>
      folder === '.'
        ? readdirSync(root).filter((name) => name.endsWith('.md'))
        : filesUnder(folder).filter((f) => f.endsWith('.md')),
    );
    const dead = documents.flatMap((file) =>
      linkTargets(file)
        .filter((target) => !existsSync(join(root, dirname(file), target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('shows both commands in both READMEs', () => {
    for (const file of ['README.md', 'README.zh-CN.md'])
      for (const command of ['npm ci && npm run demo', 'npm ci && npm test']) expect(read(file)).toContain(command);
  });
});

/** Subjects and what their vocabularies say, read as text: the tests must not depend on a subject's own list. */
const subjects = readdirSync(join(root, 'libs/domain')).map((name) => `libs/domain/${name}`);
const textOf = (folder: string, pattern: RegExp): string =>
  filesUnder(folder)
    .filter((file) => pattern.test(file))
    .map(read)
    .join('\n');

const eventTypes = subjects.flatMap((subject) => [
  ...new Set(
    [
      ...textOf(subject, /(\.events|workbook-import)\.ts$/).matchAll(/(?:type: |^ {2}[A-Z_]+: )'([A-Z][A-Za-z]+)'/gm),
    ].map((match) => match[1] ?? ''),
  ),
]);
const refusalCodes = subjects.flatMap((subject) =>
  [...textOf(subject, /\.refusals\.ts$/).matchAll(/^ {2}'([a-z-]+)',$/gm)].map((match) => match[1] ?? ''),
);

describe('the vocabulary is kept', () => {
  it('finds the vocabulary', () => {
    expect(eventTypes.length).toBeGreaterThan(40);
    expect(refusalCodes.length).toBeGreaterThan(40);
  });

  it.each(eventTypes)('%s has a frozen JSON', (type) => {
    const frozen = JSON.parse(read(`test/events/${type}.json`)) as { type: string; data: object };
    expect(frozen.type).toBe(type);
    expect(typeof frozen.data).toBe('object');
  });

  it('provokes every refusal in a spec, and has both languages for it', () => {
    const specs = code
      .filter((file) => file.endsWith('.spec.ts') && !file.startsWith('test/tidy'))
      .map(read)
      .join('\n');
    const languages = ['zh', 'en'].map((language) =>
      filesUnder(`libs/wording/src/sentences/${language}`).map(read).join('\n'),
    );
    expect(refusalCodes.filter((one) => !specs.includes(`'${one}'`))).toEqual([]);
    for (const sentences of languages)
      expect(refusalCodes.filter((one) => !sentences.includes(`'${one}'`) && !sentences.includes(`${one}:`))).toEqual(
        [],
      );
  });
});

describe('the table of security checks', () => {
  const inTable = read('docs/security.md')
    .split('\n')
    .filter((row) => /^\| \d+\.\d+\.\d+ L\d /.test(row))
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .filter(([, , , file]) => file?.includes('.spec.ts'))
    .map(([, id, , file = '']) => `${id} ${/\(\.\.\/([^)]+)\)/.exec(file)?.[1]}`);
  const inSpecs = code
    .filter((file) => file.endsWith('.spec.ts'))
    .flatMap((file) => [...read(file).matchAll(/['`](\d+\.\d+\.\d+ L\d) /g)].map(([, id]) => `${id} ${file}`));

  it('names each ASVS check that a test begins with, where it stands, and none that does not', () => {
    expect(inTable.length).toBeGreaterThan(25);
    expect([...new Set(inTable)].toSorted()).toEqual([...new Set(inSpecs)].toSorted());
  });
});

describe('the repository says nothing that is not its own', () => {
  it('locks packages without download addresses', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
  });

  it('keeps no file that is larger than a document needs', () => {
    const large = ['apps', 'libs', 'test', 'demo', 'docs', 'tools']
      .flatMap(filesUnder)
      .filter((file) => statSync(join(root, file)).size > 1_000_000);
    expect(large).toEqual([]);
  });
});
