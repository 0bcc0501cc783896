import type { decisionSentences as zh } from '../zh/decisions.ts';

/** What can be wrong with a decision or a follow-up. */
export const decisionSentences: Readonly<Record<keyof typeof zh, string>> = {
  'licence-revocation-needs-private-school':
    'Only the licence of a private school can be revoked (Private Education Promotion Law, art. 62). For a public school use 责令停止办学 (Vocational Education Law, art. 65).',
  'veto-needs-established-case':
    'A veto must name at least one case whose finding is 属实 or 部分属实 (work plan 2022, part 2 (4)); a lead or an open finding is no ground. Add the case number, or record the finding first.',
  'basis-not-in-force':
    'The provision was not yet in force when the act ended{ (detail)}; the law of that time applies (Administrative Penalty Law, art. 37). Cite a provision in force then, or check the last day of the act.',
  'basis-needs-private-school':
    'The provision binds private schools alone{ (detail)}, and this school is public. Cite the Education Law or the Vocational Education Law instead, or check the ownership in the register.',
  'scope-not-allowed':
    'An annual inspection concerns the whole school (work plan 2022, part 2 (3)), never a major. Change the scope to 全校.',
  'majors-missing':
    'A decision about majors, closures of majors included, must list their codes. Set the scope to 专业 and add the 6-digit codes.',
  'inspection-year-missing':
    'An inspection must say which year it is for, that is, which enrolment year it governs. Fill in 年检年度.',
  'end-mode-not-allowed':
    'How this kind of decision ends is fixed by rule and cannot be chosen{ (detail)}. Leave 结束方式 empty, or state the mode of the rule.',
  'term-missing':
    'A decision with a term must state it; an empty cell is not "for ever". Fill in 招生年度, 期限(年) or 截止日期; a plan cut or yellow card needs 招生年度.',
  'term-with-until-lifted':
    'A decision that ends when lifted has no term. Empty the years, the term and the closing date, or choose 到期 or 到期且解除.',
  'term-too-long':
    'The term is over the limit{ (detail)}: an order to stop enrolment lasts at most three years (Education Law, art. 76), a veto at most five. Compare it with the decision.',
  'interim-hold-too-long':
    'An interim hold lasts at most 60 days from its first day{ (detail)} and is never stated in enrolment years or a term. Bring the closing date forward and empty the years and the term.',
  'service-before-decision':
    'The day of service lies before the day of decision{ (detail)}. Service follows the decision (Administrative Penalty Law, art. 61); check the proof of service.',
  'effective-before-service':
    'The effective date lies before the day of service{ (detail)}. A document works only once served; check the proof of service and the date that the document states.',
  'target-not-found':
    'The document that this row is about was not found{ (detail)}, or does not concern this school. Check number and school code and record that document first; 恢复执行 can only name a stay.',
  'target-not-served':
    'The decision was never served{ (detail)} and is not in effect, so it cannot be lifted, varied or stayed. Record its service first.',
  'lift-not-allowed':
    'This kind of decision does not end this way{ (detail)}. Revoked, closed or withdrawn licences and inspections are never lifted; a withdrawn right to enrol is ended by 恢复招生资格, which ends nothing else.',
  'variation-not-allowed':
    'Only a veto or an order to stop enrolment can be varied{ (detail)}. Annul any other decision and decide anew.',
  'lift-before-effective':
    'This document takes effect before the decision that it is about{ (detail)}. Check the effective dates and the days of service of both.',
  'same-person-serves':
    'Whoever recorded the document cannot record its service as well{ (detail)}. Another officer has to do that.',
  'already-served':
    'Service is already recorded with another date{ (detail)}. If that date is wrong, correct the record and give the reason.',
};
