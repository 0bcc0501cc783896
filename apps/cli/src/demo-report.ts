import type { Reason } from '#law';
import { wordFor } from '#wording';
import type { DemoAnswer, DemoAnswers, Hindsight } from './demo-questions.ts';
import { textTable } from './text-table.ts';

type Lines = readonly string[];

const bilingual = (term: string): string => `${wordFor(term, 'zh-CN')} ${term}`;

const until = (reason: Reason): string => {
  if (reason.liftedFrom !== undefined) return reason.liftedFrom;
  if (reason.until !== null) return reason.until;
  return reason.years === null ? '—' : `${reason.years.join('、')}年度`;
};

const verdictCells = ({ answer, refused }: DemoAnswer): readonly string[] => {
  if (answer === null) return [`不答复 no answer`, '', '', refused ?? '', ''];
  const { state, headline, reasons } = answer;
  if (headline === null) return [bilingual(state), '', '', '—', ''];
  const more = reasons.length > 1 ? ` +${reasons.length - 1}` : '';
  const document = headline.documentNo ?? headline.id ?? (headline.successor ? `→ ${headline.successor}` : '');
  return [bilingual(state), headline.from, until(headline), bilingual(headline.kind) + more, document];
};

const verdictHeaders = ['结论 Verdict', '自 Since', '至 Until', '首要理由 Headline reason', '文号 Document'] as const;
const intake = ({ answer }: DemoAnswer): string => (answer ? `${answer.enrolmentYear} ${answer.season}` : '');
const name = ({ school, answer }: DemoAnswer): string => `${school} ${answer?.school.name ?? ''}`.trimEnd();

/** One line for each school. */
export const schoolLines = (answers: DemoAnswers['schools']): Lines =>
  textTable(
    ['学校 School', '招生季 Intake', ...verdictHeaders],
    answers.map((one) => [name(one), intake(one), ...verdictCells(one)]),
  );

/** One line for each question that names a major. */
export const majorLines = (answers: DemoAnswers['majors']): Lines =>
  textTable(
    ['学校 School', '专业 Major', ...verdictHeaders],
    answers.map((one) => [name(one), one.answer?.major ?? '', ...verdictCells(one)]),
  );

/** Decisions that have no effect on the day: not served yet, or stayed by a court. */
export const withoutEffectLines = (answers: DemoAnswers['schools']): Lines =>
  answers.flatMap(({ answer }) => [
    ...(answer?.pending ?? []).map(
      ({ kind, documentNo }) =>
        `未送达 not served: ${answer?.school.name ?? ''} ${bilingual(kind)} ${documentNo ?? ''}，尚不生效 no effect yet`,
    ),
    ...(answer?.stayed ?? []).map(
      ({ kind, documentNo, returnsOn }) =>
        `停止执行 stayed: ${answer?.school.name ?? ''} ${bilingual(kind)} ${documentNo ?? ''}，恢复于 returns on ${returnsOn ?? '—'}`,
    ),
  ]);

/** The same day, seen before and after the correction: two dates that are never merged. */
export const hindsightLines = (answers: readonly Hindsight[]): Lines =>
  textTable(
    ['学校 School', '问哪天 On', '知道到 Known at', ...verdictHeaders],
    answers.flatMap(({ before, now }) => [hindsightRow(before), hindsightRow(now)]),
  );

const hindsightRow = (one: DemoAnswer): readonly string[] => [
  name(one),
  one.answer?.on ?? '',
  one.answer?.knownAt ? `位置 position ${one.answer.knownAt}` : '现在 now',
  ...verdictCells(one),
];
