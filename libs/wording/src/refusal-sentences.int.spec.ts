import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasSentence } from '#wording';

/** The codes are read as text: this lib imports nothing, and new subjects are found without being named. */
const filesUnder = (folder: string, fits: (name: string) => boolean): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(fits)
    .map((name) => readFileSync(join(folder, name), 'utf8'));

const codesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, code]) => code ?? '');

describe('every refusal has its sentences', () => {
  it('that a subject of the domain lists', () => {
    const files = filesUnder('libs/domain', (name) => name.endsWith('.refusals.ts'));
    const codes = files.flatMap((text) => codesIn(text, /'([a-z][a-z-]*)'/g));
    expect(codes.length).toBeGreaterThan(50);
    expect([...new Set(codes)].filter((code) => !hasSentence(code))).toEqual([]);
  });

  it('that the policy denies with', () => {
    const codes = filesUnder('libs/policy', (name) => name.endsWith('denials.ts')).flatMap((text) =>
      codesIn(text, /'([a-z][a-z-]*)'/g),
    );
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !hasSentence(code))).toEqual([]);
  });

  it('that is made anywhere in law, domain, commands, workbooks or the eligibility question', () => {
    const files = ['law', 'domain', 'commands', 'workbooks', 'read-models/eligibility'].flatMap((lib) =>
      filesUnder(`libs/${lib}`, (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')),
    );
    const made = /(?:refus(?:e|al)|QuestionRefused|fileRefusal)\(\s*'([a-z][a-z-]*)'|code: '([a-z][a-z]*-[a-z-]*)'/g;
    const codes = files.flatMap((text) => [...text.matchAll(made)].map(([, one, other]) => one ?? other ?? ''));
    expect(codes.length).toBeGreaterThan(50);
    expect([...new Set(codes)].filter((code) => !hasSentence(code))).toEqual([]);
  });
});
