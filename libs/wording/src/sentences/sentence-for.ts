import type { Locale } from '../locale.ts';
import { wordFor } from '../words/word-for.ts';
import { accountSentences as enAccounts } from './en/accounts.ts';
import { caseSentences as enCases } from './en/cases.ts';
import { cellSentences as enCells } from './en/cells.ts';
import { decisionSentences as enDecisions } from './en/decisions.ts';
import { factSentences as enFacts } from './en/facts.ts';
import { fileSentences as enFiles } from './en/files.ts';
import { machineClientSentences as enMachineClients } from './en/machine-clients.ts';
import { permissionSentences as enPermissions } from './en/permissions.ts';
import { personSentences as enPersons } from './en/persons.ts';
import { reportSentences as enReports } from './en/reports.ts';
import { requestSentences as enRequests } from './en/requests.ts';
import { secretStoreSentences as enSecretStores } from './en/secret-stores.ts';
import { selfInspectionSentences as enSelfInspections } from './en/self-inspections.ts';
import { signInSentences as enSignIn } from './en/sign-in.ts';
import { accountSentences as zhAccounts } from './zh/accounts.ts';
import { webhookSentences as enWebhooks } from './en/webhooks.ts';
import { caseSentences as zhCases } from './zh/cases.ts';
import { cellSentences as zhCells } from './zh/cells.ts';
import { decisionSentences as zhDecisions } from './zh/decisions.ts';
import { factSentences as zhFacts } from './zh/facts.ts';
import { fileSentences as zhFiles } from './zh/files.ts';
import { machineClientSentences as zhMachineClients } from './zh/machine-clients.ts';
import { permissionSentences as zhPermissions } from './zh/permissions.ts';
import { personSentences as zhPersons } from './zh/persons.ts';
import { reportSentences as zhReports } from './zh/reports.ts';
import { requestSentences as zhRequests } from './zh/requests.ts';
import { secretStoreSentences as zhSecretStores } from './zh/secret-stores.ts';
import { selfInspectionSentences as zhSelfInspections } from './zh/self-inspections.ts';
import { signInSentences as zhSignIn } from './zh/sign-in.ts';
import { webhookSentences as zhWebhooks } from './zh/webhooks.ts';

const zh = {
  ...zhCells,
  ...zhDecisions,
  ...zhCases,
  ...zhSelfInspections,
  ...zhFacts,
  ...zhFiles,
  ...zhRequests,
  ...zhPermissions,
  ...zhSignIn,
  ...zhReports,
  ...zhMachineClients,
  ...zhAccounts,
  ...zhWebhooks,
  ...zhPersons,
  ...zhSecretStores,
};

/** Every code that has sentences. */
export type SentenceCode = keyof typeof zh;

const en: Record<SentenceCode, string> = {
  ...enCells,
  ...enDecisions,
  ...enCases,
  ...enSelfInspections,
  ...enFacts,
  ...enFiles,
  ...enRequests,
  ...enPermissions,
  ...enSignIn,
  ...enReports,
  ...enMachineClients,
  ...enAccounts,
  ...enWebhooks,
  ...enPersons,
  ...enSecretStores,
};

const sentences: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { 'zh-CN': zh, en };

/** True when the code has sentences of its own. */
export const hasSentence = (code: string): code is SentenceCode => Object.hasOwn(zh, code);

/** All of them, for whoever checks that nothing is missing. */
export const sentenceCodes = Object.keys(zh) as readonly SentenceCode[];

const aboutDetail = /\{([^{}]*)detail([^{}]*)\}/g;

/**
 * What a code means: what is wrong, by which rule, how to mend it. `detail` is what the refusal names (a number, a day,
 * a term, or several joined by `; `); terms in it are translated. An unknown code is answered with itself.
 */
export const sentenceFor = (code: string, locale: Locale, detail?: string): string => {
  if (!hasSentence(code)) return code;
  const named = detail ? inWords(detail, locale) : undefined;
  return (sentences[locale][code] ?? code).replaceAll(aboutDetail, (_, before: string, after: string) =>
    named === undefined ? '' : `${before}${named}${after}`,
  );
};

const inWords = (detail: string, locale: Locale): string =>
  detail
    .split('; ')
    .map((one) => wordFor(one, locale))
    .join(locale === 'en' ? ', ' : '、');
