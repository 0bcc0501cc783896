import type { Locale } from '../locale.ts';
import { words as en } from './en.ts';
import { words as zh } from './zh.ts';

/** Every term that has a name in both languages. */
export type Term = keyof typeof zh;

const words: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { 'zh-CN': zh, en };

/** What a term of the register is called; an unknown term is answered with itself. */
export const wordFor = (term: string, locale: Locale): string =>
  Object.hasOwn(words[locale], term) ? (words[locale][term] ?? term) : term;
