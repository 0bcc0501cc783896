import type { LocalDate } from '#kernel';
import { addDays } from '#kernel';
import { addWorkingDays } from '../calendar/working-days.ts';
import type { ReasonKind } from '../decisions/kinds.ts';
import type { Campaign, CaseFact, CorrectionOrder, SchoolFacts, Source } from '../facts.ts';
import { wireSource } from './reason.ts';
import type { Reason } from './reason.ts';
import type { SchoolView } from './view.ts';

/** Working days after the due day on which a missing report is still only late (`eligibility.md` §3). */
const graceWorkingDays = 5;

/** What is going on at the school on the day of asking, for every intake and major: one reason per case, item, campaign. */
export const situationReasons = ({ facts, office }: Recorded, on: LocalDate): readonly Reason[] => [
  ...facts.cases
    .filter((one) => isOpen(one, on))
    .map((one) =>
      watch('CASE_OPEN', one.caseNo, { from: one.filedOn ?? on, source: one.source, caseIds: [one.caseNo] }),
    ),
  ...facts.orders.flatMap((order) =>
    order.stretches
      .filter((stretch) => stands(stretch, on))
      .map(({ from }) => watch('CORRECTION_ORDERED', `${order.batch}#${order.itemNo}`, { from, source: order.source })),
  ),
  ...office.campaigns
    .filter((campaign) => isOverdue(campaign, facts, on))
    .map((campaign) => {
      const from = overdueFrom(campaign, facts) ?? on;
      return watch('SELF_INSPECTION_OVERDUE', campaign.batch, { from, source: campaign.source });
    }),
];

/** Whether there is any such reason: what the state alone depends on. */
export const hasSituation = (recorded: Recorded, on: LocalDate): boolean =>
  hasOpenCase(recorded, on) || hasStandingOrder(recorded, on) || isReportOverdue(recorded, on);

/** Depends on the cases alone. */
export const hasOpenCase = ({ facts }: Recorded, on: LocalDate): boolean => facts.cases.some((one) => isOpen(one, on));

/** Depends on the orders to correct alone. */
export const hasStandingOrder = ({ facts }: Recorded, on: LocalDate): boolean =>
  facts.orders.some((order) => order.stretches.some((stretch) => stands(stretch, on)));

/** Depends on the campaigns and the reports to them alone. */
export const isReportOverdue = ({ facts, office }: Recorded, on: LocalDate): boolean =>
  office.campaigns.some((campaign) => isOverdue(campaign, facts, on));

type Recorded = Pick<SchoolView, 'facts' | 'office'>;

const isOpen = ({ filedOn, closedOn }: CaseFact, on: LocalDate): boolean =>
  filedOn !== null && filedOn <= on && (closedOn === null || on < closedOn);

const stands = ({ from, until }: CorrectionOrder['stretches'][number], on: LocalDate): boolean =>
  from <= on && (until === null || on < until);

const isOverdue = (campaign: Campaign, facts: SchoolFacts, on: LocalDate): boolean => {
  if (campaign.endsOn !== null && on > campaign.endsOn) return false;
  const from = overdueFrom(campaign, facts);
  return from !== null && from <= on && !reportedBy(facts, campaign, on);
};

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
