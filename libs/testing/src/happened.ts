import { followUpEventTypes } from '#domain/decisions';
import type { DecisionContent, DecisionEvent, FollowUpContent } from '#domain/decisions';
import { changeEventTypes } from '#domain/schools';
import type { SchoolChangeContent, SchoolContent, SchoolEvent } from '#domain/schools';
import type {
  CampaignContent,
  CampaignEvent,
  ItemContent,
  ReportEvent,
  ZeroReportContent,
} from '#domain/self-inspections';
import type { CaseContent, CaseEvent, LeadContent } from '#domain/violation-cases';
import { rows } from './rows.ts';

/** Why recorded rows of specs were corrected. */
export const correctionReason = '录入有误';

/** Events of the register as deciders write them, from rows of `rows` with fields put over them. */
export const happened = {
  registered: (over?: Partial<SchoolContent>): SchoolEvent => ({
    type: 'SchoolRegistered',
    data: { ...rows.school(over), creditCodeOverride: null },
  }),
  amended: (over?: Partial<SchoolContent>): SchoolEvent => ({
    type: 'SchoolAmended',
    data: { ...rows.school(over), correctionReason },
  }),
  changed: (over?: Partial<SchoolChangeContent>): SchoolEvent => {
    const data = rows.change(over);
    return { type: changeEventTypes[data.kind], data };
  },
  changeCorrected: (over?: Partial<SchoolChangeContent>): SchoolEvent => ({
    type: 'SchoolChangeCorrected',
    data: { ...rows.change(over), correctionReason },
  }),
  campaignOpened: (over?: Partial<CampaignContent>): CampaignEvent => ({
    type: 'SelfInspectionCampaignOpened',
    data: rows.campaign(over),
  }),
  zeroReported: (over?: Partial<ZeroReportContent>): ReportEvent => ({
    type: 'SelfInspectionZeroReportSigned',
    data: rows.zeroReport(over),
  }),
  itemReported: (over?: Partial<ItemContent>): ReportEvent => ({
    type: 'SelfInspectionItemReported',
    data: rows.item(over),
  }),
  leadRegistered: (over?: Partial<LeadContent>): CaseEvent => ({
    type: 'ViolationLeadRegistered',
    data: { ...rows.lead(over), creditCodeOverride: null },
  }),
  caseCorrected: (over?: Partial<CaseContent>): CaseEvent => ({
    type: 'ViolationCaseCorrected',
    data: { ...rows.violationCase(over), correctionReason },
  }),
  /** A case as far as its row says, step by step. */
  caseRecorded: (over?: Partial<CaseContent>): readonly CaseEvent[] => {
    const { filedOn, closedOn, finding, severity, severityReason, ...lead } = rows.violationCase(over);
    const about = { caseNo: lead.caseNo, school: lead.school };
    const events: CaseEvent[] = [happened.leadRegistered(lead)];
    if (filedOn !== null) events.push({ type: 'ViolationCaseFiled', data: { ...about, filedOn } });
    if (finding !== null) events.push({ type: 'ViolationCaseConcluded', data: { ...about, finding } });
    if (severity !== null)
      events.push({ type: 'ViolationSeverityAssessed', data: { ...about, severity, severityReason } });
    if (closedOn !== null) events.push({ type: 'ViolationCaseClosed', data: { ...about, closedOn } });
    return events;
  },
  decided: (over?: Partial<DecisionContent>): DecisionEvent => ({ type: 'DecisionMade', data: rows.decision(over) }),
  decisionCorrected: (over?: Partial<DecisionContent>): DecisionEvent => ({
    type: 'DecisionCorrected',
    data: { ...rows.decision(over), correctionReason },
  }),
  followedUp: (over?: Partial<FollowUpContent>): DecisionEvent => {
    const data = rows.followUp(over);
    return { type: followUpEventTypes[data.kind], data };
  },
  followUpCorrected: (over?: Partial<FollowUpContent>): DecisionEvent => ({
    type: 'FollowUpCorrected',
    data: { ...rows.followUp(over), correctionReason },
  }),
} as const;
