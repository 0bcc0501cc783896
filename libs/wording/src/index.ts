export { ledgerGuide } from './ledger/ledger-guide.ts';
export type { LedgerGuide } from './ledger/ledger-guide.ts';
export { locales } from './locale.ts';
export type { Locale } from './locale.ts';
export { hasSentence, sentenceFor } from './sentences/sentence-for.ts';
export type { SentenceCode } from './sentences/sentence-for.ts';
export { wordFor } from './words/word-for.ts';
export type { Term } from './words/word-for.ts';
