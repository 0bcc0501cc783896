import { EligibilityDesk, LogRows, QuestionRefused, readQuestion } from '#read-models/eligibility';
import type { AskedQuestion, EligibilityAnswer } from '#read-models/eligibility';
import type { EventLog } from '#platform/event-store';

/** The day for which the demo asks: inside the autumn intake of 2023, when its workbooks show the most. */
export const demoDay = '2023-09-25';

/** One answer of the demo, or the code of why there is none. */
export interface DemoAnswer {
  readonly school: string;
  readonly answer: EligibilityAnswer | null;
  readonly refused: string | null;
}

/** The same question answered from what was recorded up to the correction, and from everything. */
export interface Hindsight {
  readonly before: DemoAnswer;
  readonly now: DemoAnswer;
}

/** Everything the demo asks, answered. */
export interface DemoAnswers {
  /** One for each school, on the demo's day. */
  readonly schools: readonly DemoAnswer[];
  /** Questions that name a major. */
  readonly majors: readonly DemoAnswer[];
  readonly hindsight: readonly Hindsight[];
}

const majorQuestions: readonly AskedQuestion[] = [
  { school: '3646019011', major: '640501' },
  { school: '3646019011', major: '740101' },
  { school: '3646019001', major: '700301' },
];

/** A corrected row, a decision that was annulled and one that was varied, each on a day when it mattered. */
const hindsightQuestions: readonly AskedQuestion[] = [
  { school: '3646019006', on: demoDay },
  { school: '3646019012', on: '2022-10-10' },
  { school: '3646019014', on: demoDay },
];

/** Asks everything; `corrected` is the last position before the second workbook. */
export const askDemo = async (log: EventLog, corrected: string): Promise<DemoAnswers> => {
  const desk = new EligibilityDesk(new LogRows(log));
  const ask = (question: AskedQuestion): Promise<DemoAnswer> => answerTo(desk, { on: demoDay, ...question });
  const all = (questions: readonly AskedQuestion[]) => Promise.all(questions.map(ask));
  const codes = await schoolCodes(log);
  return {
    schools: await all(codes.map((school) => ({ school }))),
    majors: await all(majorQuestions),
    hindsight: await Promise.all(
      hindsightQuestions.map(async (question) => ({
        before: await ask({ ...question, knownAt: corrected }),
        now: await ask(question),
      })),
    ),
  };
};

const answerTo = async (desk: EligibilityDesk, question: AskedQuestion): Promise<DemoAnswer> => {
  const school = String(question.school);
  try {
    return { school, answer: await desk.answer(readQuestion(question, demoDay)), refused: null };
  } catch (error) {
    if (!(error instanceof QuestionRefused)) throw error;
    return { school, answer: null, refused: error.code };
  }
};

const schoolCodes = async (log: EventLog): Promise<readonly string[]> => {
  const codes: string[] = [];
  for await (const { type, data } of log.read({ filter: { types: ['SchoolRegistered'] } }))
    if (type === 'SchoolRegistered' && typeof data['code'] === 'string') codes.push(data['code']);
  return codes.toSorted();
};
