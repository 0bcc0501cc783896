import type { LocalDate } from '#kernel';
import { addDays } from '#kernel';
import { addWorkingDays } from '../calendar/working-days.ts';
import type { ReasonKind } from '../decisions/kinds.ts';
import type { Campaign, SchoolFacts, Source } from '../facts.ts';
import { wireSource } from './reason.ts';
import type { Reason } from './reason.ts';
import type { SchoolView } from './view.ts';

/** Working days after the due day on which a missing report is still only late (`eligibility.md` §3). */
const graceWorkingDays = 5;

/** What is going on at the school on the day of asking, for every intake and major: one reason per case, item, campaign. */
export const situationReasons = (view: SchoolView, on: LocalDate): readonly Reason[] => [
  ...view.facts.cases
    .filter((one) => one.filedOn !== null && one.filedOn <= on && (one.closedOn === null || on < one.closedOn))
    .map((one) =>
      watch('CASE_OPEN', one.caseNo, { from: one.filedOn ?? on, source: one.source, caseIds: [one.caseNo] }),
    ),
  ...view.facts.orders.flatMap((order) =>
    order.stretches
      .filter(({ from, until }) => from <= on && (until === null || on < until))
      .map(({ from }) => watch('CORRECTION_ORDERED', `${order.batch}#${order.itemNo}`, { from, source: order.source })),
  ),
  ...view.office.campaigns.flatMap((campaign) => {
    const from = overdueFrom(campaign, view.facts);
    return from !== null && from <= on && (campaign.endsOn === null || on <= campaign.endsOn)
      ? reportedBy(view.facts, campaign, on)
        ? []
        : [watch('SELF_INSPECTION_OVERDUE', campaign.batch, { from, source: campaign.source })]
      : [];
  }),
];

/**
 * The first day on which a missing report is overdue; null when the campaign is not for this school, or when it falls
 * into a year whose holidays the State Council has not published: a deadline that nobody can compute binds nobody.
 */
export const overdueFrom = (campaign: Campaign, facts: SchoolFacts): LocalDate | null =>
  campaign.schools.length > 0 && !campaign.schools.includes(facts.code) ? null : graceEnd(campaign);

const graceEnds = new WeakMap<Campaign, { readonly day: LocalDate | null }>();

/** Counted once a campaign: every question about every school would count the same working days again. */
const graceEnd = (campaign: Campaign): LocalDate | null => {
  const known = graceEnds.get(campaign);
  if (known) return known.day;
  const lastDay = addWorkingDays(campaign.dueOn, graceWorkingDays);
  const day = typeof lastDay === 'string' ? addDays(lastDay, 1) : null;
  graceEnds.set(campaign, { day });
  return day;
};

const reportedBy = (facts: SchoolFacts, campaign: Campaign, on: LocalDate): boolean =>
  facts.reports.some((report) => report.batch === campaign.batch && report.filedOn <= on);

const watch = (
  kind: ReasonKind,
  id: string,
  more: { readonly from: LocalDate; readonly source: Source; readonly caseIds?: readonly string[] },
): Reason => ({
  kind,
  state: 'WATCH',
  scope: 'SCHOOL',
  majors: [],
  from: more.from,
  until: null,
  years: null,
  endMode: null,
  servedOn: null,
  reviewDueOn: null,
  documentNo: null,
  basis: null,
  caseIds: more.caseIds ?? [],
  badges: [],
  id,
  source: wireSource(more.source),
});
