/** How a decision ends: by itself, only by a lift, or by both (term, then acceptance and lift). */
export type EndMode = 'FIXED_TERM' | 'UNTIL_LIFTED' | 'BOTH';
/** Whom a decision binds: the whole school, or some of its majors. */
export type Scope = 'SCHOOL' | 'MAJOR';

/** Verdicts from worst to best. Only ELIGIBLE, WATCH and CONDITIONAL may enrol. */
export type EligibilityState = 'REVOKED' | 'UNQUALIFIED' | 'BANNED' | 'HELD' | 'CONDITIONAL' | 'WATCH' | 'ELIGIBLE';

/** Rank of each verdict: the highest reason gives the school's state. */
export const rankOf: Readonly<Record<EligibilityState, number>> = {
  REVOKED: 60,
  UNQUALIFIED: 50,
  BANNED: 40,
  HELD: 30,
  CONDITIONAL: 20,
  WATCH: 10,
  ELIGIBLE: 0,
};

/** What was decided. 吊销 (a sanction), 撤销 (a licence wrongly given) and 注销 (a formality) stay three kinds. */
export type DecisionKind =
  | 'LICENCE_REVOCATION'
  | 'SCHOOL_CLOSURE_ORDER'
  | 'LICENCE_WITHDRAWAL'
  | 'LICENCE_DEREGISTRATION'
  | 'SCHOOL_TERMINATION'
  | 'ENROLMENT_RIGHT_WITHDRAWAL'
  | 'ENROLMENT_STOP'
  | 'ENROLMENT_SUSPENSION'
  | 'VETO'
  | 'REGISTRATION_SUSPENSION'
  | 'MAJOR_CLOSURE'
  | 'MAJOR_INTAKE_SUSPENSION'
  | 'INSPECTION_PASSED'
  | 'INSPECTION_BASIC'
  | 'INSPECTION_DEFERRED'
  | 'INSPECTION_FAILED'
  | 'INTERIM_HOLD'
  | 'PLAN_CUT'
  | 'YELLOW_CARD';

/** Why a school stands where it stands, as answers name it. */
export type ReasonKind =
  | 'LICENCE_REVOKED'
  | 'SCHOOL_ORDERED_CLOSED'
  | 'LICENCE_WITHDRAWN'
  | 'LICENCE_EXPIRED'
  | 'MAJOR_NOT_OFFERED'
  | 'SCHOOL_MERGED'
  | 'ENROLMENT_RIGHT_WITHDRAWN'
  | 'ENROLMENT_STOPPED'
  | 'ENROLMENT_SUSPENDED'
  | 'VETO'
  | 'REGISTRATION_SUSPENDED'
  | 'MAJOR_CLOSED'
  | 'INSPECTION_FAILED'
  | 'INSPECTION_DEFERRED'
  | 'TERM_OVER_NOT_ACCEPTED'
  | 'INTERIM_HOLD'
  | 'INSPECTION_BASIC'
  | 'PLAN_CUT'
  | 'CASE_OPEN'
  | 'CORRECTION_ORDERED'
  | 'SELF_INSPECTION_OVERDUE';

/** One row of the decision table. */
export interface DecisionRule {
  /** The official term, as workbooks write it (决定类型). */
  readonly term: string;
  /** Null: the decision alone makes no reason (年检合格). */
  readonly reason: ReasonKind | null;
  readonly state: EligibilityState;
  /** Null: the decision itself must state how it ends. */
  readonly endMode: EndMode | null;
  /** Which follow-up ends it early. */
  readonly liftedBy: 'LIFT' | 'RESTORE_ENROLMENT_RIGHT' | null;
  /** True where a variation (变更) is possible. */
  readonly variable: boolean;
  /** The longest term in years, for dates and for enrolment years alike. */
  readonly longestYears: number | null;
  /** 年检 outcomes from worst 1 to best 4; null for everything else. */
  readonly inspectionRank: number | null;
}

type Stated = Pick<DecisionRule, 'reason' | 'state'> & Partial<DecisionRule>;

/** Most decisions stand until they are lifted and cannot be varied; a row states where it differs. */
const rule = (term: string, stated: Stated): DecisionRule => ({
  term,
  endMode: 'UNTIL_LIFTED',
  liftedBy: 'LIFT',
  variable: false,
  longestYears: null,
  inspectionRank: null,
  ...stated,
});
const never = { liftedBy: null } as const;
const fixedTerm = { endMode: 'FIXED_TERM' } as const;
const inspection = (inspectionRank: number) => ({ ...fixedTerm, ...never, inspectionRank }) as const;
const upTo = (longestYears: number) => ({ endMode: null, variable: true, longestYears }) as const;

/** The decision table (教育法 76, 82; 职业教育法 65; 民办教育促进法 62; 2022 work plan (三)(四)(五)). */
export const decisionRules: Readonly<Record<DecisionKind, DecisionRule>> = {
  LICENCE_REVOCATION: rule('吊销办学许可证', { reason: 'LICENCE_REVOKED', state: 'REVOKED', ...never }),
  SCHOOL_CLOSURE_ORDER: rule('责令停止办学', { reason: 'SCHOOL_ORDERED_CLOSED', state: 'REVOKED', ...never }),
  LICENCE_WITHDRAWAL: rule('撤销办学许可', { reason: 'LICENCE_WITHDRAWN', state: 'REVOKED', ...never }),
  LICENCE_DEREGISTRATION: rule('注销办学许可', { reason: 'LICENCE_WITHDRAWN', state: 'REVOKED', ...never }),
  SCHOOL_TERMINATION: rule('终止办学', { reason: 'LICENCE_WITHDRAWN', state: 'REVOKED', ...never }),
  ENROLMENT_RIGHT_WITHDRAWAL: rule('撤销招生资格', {
    reason: 'ENROLMENT_RIGHT_WITHDRAWN',
    state: 'BANNED',
    liftedBy: 'RESTORE_ENROLMENT_RIGHT',
  }),
  ENROLMENT_STOP: rule('责令停止招生', { reason: 'ENROLMENT_STOPPED', state: 'BANNED', ...upTo(3) }),
  ENROLMENT_SUSPENSION: rule('责令暂停招生限期整顿', { reason: 'ENROLMENT_SUSPENDED', state: 'BANNED' }),
  VETO: rule('一票否决', { reason: 'VETO', state: 'BANNED', ...upTo(5) }),
  REGISTRATION_SUSPENSION: rule('暂停新生学籍注册', { reason: 'REGISTRATION_SUSPENDED', state: 'BANNED' }),
  MAJOR_CLOSURE: rule('专业停办', { reason: 'MAJOR_CLOSED', state: 'BANNED' }),
  MAJOR_INTAKE_SUSPENSION: rule('专业暂停招生', { reason: 'MAJOR_CLOSED', state: 'BANNED' }),
  INSPECTION_PASSED: rule('年检合格', { reason: null, state: 'ELIGIBLE', ...inspection(4) }),
  INSPECTION_BASIC: rule('年检基本合格', { reason: 'INSPECTION_BASIC', state: 'CONDITIONAL', ...inspection(3) }),
  INSPECTION_DEFERRED: rule('年检暂缓通过', { reason: 'INSPECTION_DEFERRED', state: 'HELD', ...inspection(2) }),
  INSPECTION_FAILED: rule('年检不合格', { reason: 'INSPECTION_FAILED', state: 'BANNED', ...inspection(1) }),
  INTERIM_HOLD: rule('暂缓办理', { reason: 'INTERIM_HOLD', state: 'HELD', ...fixedTerm }),
  PLAN_CUT: rule('核减招生计划', { reason: 'PLAN_CUT', state: 'CONDITIONAL', ...fixedTerm }),
  YELLOW_CARD: rule('黄牌限制招生', { reason: 'PLAN_CUT', state: 'CONDITIONAL', ...fixedTerm }),
};

/** What happened to a decision afterwards. */
export type FollowUpKind =
  | 'LIFT'
  | 'RESTORE_ENROLMENT_RIGHT'
  | 'ANNUL'
  | 'DECLARE_VOID'
  | 'VARY'
  | 'STAY'
  | 'RESUME'
  | 'RECONSIDERATION_ACCEPTED'
  | 'RECONSIDERATION_UPHELD'
  | 'RECONSIDERATION_CLOSED'
  | 'LITIGATION_ACCEPTED'
  | 'LITIGATION_UPHELD'
  | 'LITIGATION_CLOSED';

/** The official terms of follow-ups, as workbooks write them. */
export const followUpTerms: Readonly<Record<FollowUpKind, string>> = {
  LIFT: '解除',
  RESTORE_ENROLMENT_RIGHT: '恢复招生资格',
  ANNUL: '撤销决定',
  DECLARE_VOID: '确认无效',
  VARY: '变更',
  STAY: '停止执行',
  RESUME: '恢复执行',
  RECONSIDERATION_ACCEPTED: '复议受理',
  RECONSIDERATION_UPHELD: '复议决定维持',
  RECONSIDERATION_CLOSED: '复议终结',
  LITIGATION_ACCEPTED: '诉讼受理',
  LITIGATION_UPHELD: '诉讼判决维持',
  LITIGATION_CLOSED: '诉讼终结',
};

/** True for the two follow-ups that say that a document never stood. */
export const annuls = (kind: FollowUpKind): boolean => kind === 'ANNUL' || kind === 'DECLARE_VOID';

/** How a school's register changes (学校变更). */
export type ChangeKind =
  | 'LICENCE_RENEWED'
  | 'RENAMED'
  | 'PRINCIPAL_CHANGED'
  | 'MAJORS_ADDED'
  | 'MAJORS_WITHDRAWN'
  | 'OWNERSHIP_CHANGED'
  | 'DISTRICT_CHANGED'
  | 'LICENCE_NUMBER_CHANGED'
  | 'MERGED';

/** The official terms of changes, as workbooks write them. */
export const changeTerms: Readonly<Record<ChangeKind, string>> = {
  LICENCE_RENEWED: '许可证延续',
  RENAMED: '更名',
  PRINCIPAL_CHANGED: '校长变更',
  MAJORS_ADDED: '专业增设',
  MAJORS_WITHDRAWN: '专业撤销',
  OWNERSHIP_CHANGED: '办学性质变更',
  DISTRICT_CHANGED: '区划变更',
  LICENCE_NUMBER_CHANGED: '许可证号变更',
  MERGED: '合并入',
};
