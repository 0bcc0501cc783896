import type { Action } from './actions.ts';
import type { Role } from './roles.ts';

/**
 * Where a permission holds. EVERYWHERE: no place is looked at. OWN_DISTRICT: in the districts of the account.
 * OWN_OPEN_REPORT: for the schools that the account names, while their report is not accepted. WITHIN_KEY: for the
 * districts and schools that the key is narrowed to.
 */
export type Where = 'EVERYWHERE' | 'OWN_DISTRICT' | 'OWN_OPEN_REPORT' | 'WITHIN_KEY';

/** The standings of a self-inspection report in which the school may still change it. */
export const openStandings: ReadonlySet<unknown> = new Set(['NOT_FILED', 'FILED', 'RETURNED']);

type Permissions = Readonly<Partial<Record<Action, Where>>>;

/** What needs no identity at all: to ask whether the service lives, and to say who one is, or was. */
export const openToAnyone: readonly Action[] = ['READ_HEALTH', 'SIGN_IN', 'SIGN_OUT'];

/** What needs an identity and nothing else: how the service is spoken to says nothing of the register. */
export const openToTheKnown: readonly Action[] = ['READ_API_DESCRIPTION'];

const ownAccount = {
  READ_OWN_PROFILE: 'EVERYWHERE',
  CHANGE_OWN_CREDENTIALS: 'EVERYWHERE',
} as const satisfies Permissions;

const caseReading = {
  ...ownAccount,
  ASK_ELIGIBILITY: 'EVERYWHERE',
  ASK_BATCH: 'EVERYWHERE',
  FOLLOW_CHANGES: 'EVERYWHERE',
  LIST_SCHOOLS: 'EVERYWHERE',
  READ_SCHOOL: 'OWN_DISTRICT',
  READ_SCHOOL_FILE: 'OWN_DISTRICT',
} as const satisfies Permissions;

/** Of those who work on a case itself; for a minor's data an approver has to say yes besides. */
const personalData = {
  LIST_PERSONS: 'OWN_DISTRICT',
  REQUEST_LOOK: 'OWN_DISTRICT',
  REVEAL_PERSONAL_DATA: 'OWN_DISTRICT',
} as const satisfies Permissions;

/** The table: who may do what, and where. What does not stand here is denied. */
export const permissions: Readonly<Record<Role, Permissions>> = {
  // 办案人员
  OFFICER: {
    ...caseReading,
    REGISTER_SCHOOL: 'OWN_DISTRICT',
    RECORD_SCHOOL_CHANGE: 'OWN_DISTRICT',
    OPEN_CAMPAIGN: 'OWN_DISTRICT',
    SIGN_ZERO_REPORT: 'OWN_DISTRICT',
    REPORT_ITEM: 'OWN_DISTRICT',
    FILE_REPORT: 'OWN_DISTRICT',
    RETURN_REPORT: 'OWN_DISTRICT',
    ACCEPT_REPORT: 'OWN_DISTRICT',
    ORDER_CORRECTION: 'OWN_DISTRICT',
    RECTIFY_ITEM: 'OWN_DISTRICT',
    CLOSE_ITEM: 'OWN_DISTRICT',
    REOPEN_ITEM: 'OWN_DISTRICT',
    RECORD_CASE: 'OWN_DISTRICT',
    REGISTER_LEAD: 'OWN_DISTRICT',
    FILE_CASE: 'OWN_DISTRICT',
    INVESTIGATE_CASE: 'OWN_DISTRICT',
    CONCLUDE_CASE: 'OWN_DISTRICT',
    CLOSE_CASE: 'OWN_DISTRICT',
    PROPOSE_DECISION: 'OWN_DISTRICT',
    RECORD_DECISION: 'OWN_DISTRICT',
    SERVE_DECISION: 'OWN_DISTRICT',
    RECORD_FOLLOW_UP: 'OWN_DISTRICT',
    SERVE_FOLLOW_UP: 'OWN_DISTRICT',
    IMPORT_WORKBOOK: 'OWN_DISTRICT',
    EXPORT_REGISTER: 'OWN_DISTRICT',
    ...personalData,
    RECORD_PERSON: 'OWN_DISTRICT',
    PROPOSE_ERASURE: 'OWN_DISTRICT',
  },
  // 审批人
  APPROVER: {
    ...caseReading,
    APPROVE_DECISION: 'OWN_DISTRICT',
    SERVE_DECISION: 'OWN_DISTRICT',
    SERVE_FOLLOW_UP: 'OWN_DISTRICT',
    ...personalData,
    APPROVE_LOOK: 'OWN_DISTRICT',
    ERASE_PERSONAL_DATA: 'OWN_DISTRICT',
  },
  // 法制审核人
  LEGAL_REVIEWER: {
    ...caseReading,
    REVIEW_DECISION: 'OWN_DISTRICT',
    ...personalData,
  },
  // 区县督导: sees what was put right; accepts and closes nothing
  DISTRICT_SUPERVISOR: {
    ...caseReading,
    REGISTER_LEAD: 'OWN_DISTRICT',
    RETURN_REPORT: 'OWN_DISTRICT',
    RECTIFY_ITEM: 'OWN_DISTRICT',
  },
  // 局领导: reads and signs
  LEADER: { ...caseReading, SIGN_BOARD: 'OWN_DISTRICT' },
  // 审计: log and proofs, no personal data
  AUDITOR: { ...ownAccount, READ_LOG: 'EVERYWHERE', READ_PROOFS: 'EVERYWHERE' },
  // 学校人员: their own school's self-inspection
  SCHOOL_STAFF: {
    ...ownAccount,
    SIGN_ZERO_REPORT: 'OWN_OPEN_REPORT',
    REPORT_ITEM: 'OWN_OPEN_REPORT',
    FILE_REPORT: 'OWN_OPEN_REPORT',
  },
  // 安全管理员: people and keys, no case data and no decisions
  SECURITY_ADMINISTRATOR: {
    ...ownAccount,
    READ_ACCOUNTS: 'EVERYWHERE',
    OPEN_ACCOUNT: 'EVERYWHERE',
    CHANGE_ROLES: 'EVERYWHERE',
    RESET_CREDENTIALS: 'EVERYWHERE',
    DISABLE_ACCOUNT: 'EVERYWHERE',
    APPROVE_ADMINISTRATOR: 'EVERYWHERE',
    WITHDRAW_ADMINISTRATOR_PROPOSAL: 'EVERYWHERE',
    END_SESSIONS: 'EVERYWHERE',
    READ_CLIENTS: 'EVERYWHERE',
    REGISTER_CLIENT: 'EVERYWHERE',
    ISSUE_KEY: 'EVERYWHERE',
    REVOKE_KEY: 'EVERYWHERE',
    CLOSE_CLIENT: 'EVERYWHERE',
    REGISTER_WEBHOOK: 'EVERYWHERE',
    REMOVE_WEBHOOK: 'EVERYWHERE',
    REPLAY_WEBHOOK: 'EVERYWHERE',
    READ_WEBHOOK_DELIVERIES: 'EVERYWHERE',
  },
  // 运维
  SYSTEM_OPERATOR: {
    ...ownAccount,
    READ_METRICS: 'EVERYWHERE',
    START_SERVICE: 'EVERYWHERE',
    REBUILD_READ_MODELS: 'EVERYWHERE',
    MOVE_REGISTER: 'EVERYWHERE',
    REKEY_SECRETS: 'EVERYWHERE',
    REPLAY_WEBHOOK: 'EVERYWHERE',
    READ_WEBHOOK_DELIVERIES: 'EVERYWHERE',
  },
  // 机器接入方: only what a scope names
  MACHINE: {
    ASK_ELIGIBILITY: 'WITHIN_KEY',
    ASK_BATCH: 'WITHIN_KEY',
    FOLLOW_CHANGES: 'WITHIN_KEY',
    READ_LOG: 'WITHIN_KEY',
    READ_PROOFS: 'WITHIN_KEY',
    READ_METRICS: 'EVERYWHERE',
  },
};
