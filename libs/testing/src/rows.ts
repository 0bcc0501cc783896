import type { AccountContent } from '#domain/accounts';
import type { DecisionContent, FollowUpContent } from '#domain/decisions';
import type { ClientContent, KeyContent, TokenKeyContent } from '#domain/machine-clients';
import type { WebhookContent } from '#domain/webhooks';
import type { SchoolChangeContent, SchoolContent } from '#domain/schools';
import type { CampaignContent, ItemContent, ZeroReportContent } from '#domain/self-inspections';
import type { CaseContent, CaseProgress, LeadContent } from '#domain/violation-cases';
import { decisionRules } from '#law';

/** The keys that rows have unless a spec says otherwise. */
export const keys = {
  school: '3646012001',
  otherSchool: '3646012002',
  batch: '2022-春',
  caseNo: '2022-003',
  decision: '海教职成〔2022〕7号',
  followUp: '海教职成〔2022〕20号',
  client: 'admission-platform',
  keyId: 'key00001',
  account: 'wang.fang',
  webhook: 'platform-changes',
} as const;

const zeroReport = (over: Partial<ZeroReportContent> = {}): ZeroReportContent => ({
  batch: keys.batch,
  school: keys.school,
  filedOn: '2022-03-20',
  signedOn: '2022-03-18',
  ...over,
});

const lead = (over: Partial<LeadContent> = {}): LeadContent => ({
  caseNo: keys.caseNo,
  school: keys.school,
  category: 'AFFILIATED_ENROLMENT',
  leadSource: 'TIP_OFF',
  actFrom: '2021-09-01',
  actUntil: '2022-05-04',
  studentCount: 12,
  amountFen: 24_000_000,
  gradeCohort: '2021级',
  major: '740101',
  partnerName: null,
  partnerCreditCode: null,
  ...over,
});

/** A case that was filed, established and not yet closed. */
const progress: CaseProgress = {
  filedOn: '2022-04-01',
  closedOn: null,
  finding: 'ESTABLISHED',
  severity: null,
  severityReason: null,
};

/** Contents of commands and events: lawful by themselves, each with the fields that a spec is about put over them. */
export const rows = {
  school: (over: Partial<SchoolContent> = {}): SchoolContent => ({
    code: keys.school,
    name: '海口第一职业学校',
    authority: 'EDU',
    ownership: 'PUBLIC',
    licenceUntil: null,
    majors: [],
    creditCode: null,
    district: '460105',
    schoolType: null,
    licenceNo: null,
    principal: null,
    ...over,
  }),
  change: (over: Partial<SchoolChangeContent> = {}): SchoolChangeContent => ({
    code: keys.school,
    kind: 'RENAMED',
    approvedOn: '2022-02-01',
    effectiveOn: over.approvedOn ?? '2022-02-01',
    value: '',
    majors: [],
    reason: null,
    ...over,
  }),
  campaign: (over: Partial<CampaignContent> = {}): CampaignContent => ({
    batch: keys.batch,
    name: '2022年春季自查',
    enrolmentYear: 2022,
    noticeOn: '2022-03-01',
    dueOn: '2022-03-31',
    endsOn: null,
    schools: [],
    ...over,
  }),
  zeroReport,
  item: (over: Partial<ItemContent> = {}): ItemContent => ({
    ...zeroReport(),
    itemNo: '1',
    category: 'IMPROPER_INTERNSHIP',
    description: '未签三方协议',
    studentCount: 3,
    amountFen: null,
    foundOn: '2022-03-10',
    orderedOn: null,
    rectifyBy: null,
    status: null,
    closedOn: null,
    ...over,
  }),
  lead,
  violationCase: (over: Partial<CaseContent> = {}): CaseContent => ({ ...lead(), ...progress, ...over }),
  /** Majors make it a decision about majors. A kind whose end mode is not fixed ends by itself. */
  decision: (over: Partial<DecisionContent> = {}): DecisionContent => {
    const kind = over.kind ?? 'REGISTRATION_SUSPENSION';
    return {
      number: keys.decision,
      kind,
      school: keys.school,
      caseNos: [],
      basis: [],
      scope: over.majors === undefined ? 'SCHOOL' : 'MAJOR',
      majors: [],
      years: [],
      inspectionYear: decisionRules[kind].inspectionRank === null ? null : 2022,
      decidedOn: '2022-05-05',
      servedOn: '2022-05-10',
      effectiveOn: null,
      termYears: null,
      closingOn: null,
      endMode: decisionRules[kind].endMode ?? 'FIXED_TERM',
      cap: null,
      reason: '经查属实',
      ...over,
    };
  },
  followUp: (over: Partial<FollowUpContent> = {}): FollowUpContent => ({
    number: keys.followUp,
    kind: 'LIFT',
    target: keys.decision,
    school: keys.school,
    decidedOn: '2022-07-01',
    servedOn: '2022-07-10',
    effectiveOn: null,
    closingOn: null,
    newScope: null,
    newMajors: [],
    newYears: [],
    newTermYears: null,
    newClosingOn: null,
    reason: '整改验收合格',
    ...over,
  }),
  machineClient: (over: Partial<ClientContent> = {}): ClientContent => ({
    id: keys.client,
    name: '海口市中招平台',
    contact: '信息中心值班',
    ...over,
  }),
  /** A key that lives for a year from 2022-03-01 on. */
  machineKey: (over: Partial<KeyContent> = {}): KeyContent => ({
    client: keys.client,
    keyId: keys.keyId,
    secretHash: 'ab'.repeat(32),
    scopes: ['eligibility:read'],
    schools: 'all',
    districts: 'all',
    addresses: [],
    requestsPerMinute: 600,
    issuedAt: '2022-03-01T08:00:00.000Z',
    expiresAt: '2023-03-01T08:00:00.000Z',
    ...over,
  }),
  /** The same for access tokens alone. */
  tokenKey: (over: Partial<TokenKeyContent> = {}): TokenKeyContent => {
    const { secretHash: _, ...content } = rows.machineKey();
    return { ...content, keyId: 'token001', ...over };
  },
  /** An officer of one district. */
  account: (over: Partial<AccountContent> = {}): AccountContent => ({
    account: keys.account,
    roles: ['OFFICER'],
    districts: ['460105'],
    schools: [],
    conflicts: [],
    identity: null,
    ...over,
  }),

  webhook: (over: Partial<WebhookContent> = {}): WebhookContent => ({
    webhook: keys.webhook,
    client: keys.client,
    url: 'https://platform.example/redline',
    districts: 'all',
    schools: 'all',
    ...over,
  }),
} as const;
