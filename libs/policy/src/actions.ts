/** What a machine client may be given, one word a kind of question. */
export const scopes = ['eligibility:read', 'log:read', 'metrics:read'] as const;

/** A word of `scopes`. */
export type Scope = (typeof scopes)[number];

/** Something done earlier in the life of a document or item, by a person whom a later step looks at. */
export type Step = 'PROPOSED' | 'REVIEWED' | 'APPROVED' | 'RECORDED' | 'RECTIFIED' | 'REQUESTED';

/** What holds for an action, whoever does it. */
export interface ActionRules {
  readonly group:
    | 'ELIGIBILITY'
    | 'SCHOOLS'
    | 'SELF_INSPECTIONS'
    | 'CASES'
    | 'DECISIONS'
    | 'EXCHANGE'
    | 'BOARDS'
    | 'PERSONAL_DATA'
    | 'PROOF'
    | 'PEOPLE'
    | 'CLIENTS'
    | 'SERVICE'
    | 'OWN_ACCOUNT';
  /** DECIDE: what may bind a school or destroy data, or is a signature. */
  readonly kind: 'READ' | 'WRITE' | 'DECIDE';
  /** The person proved a few minutes ago that it is still them. */
  readonly stepUp?: true;
  /** What a machine's key must hold; no machine does an action without one. */
  readonly scope?: Scope;
  /** About many schools: asked once without a school or district, and again for each row. */
  readonly rows?: true;
  /** 回避: not for whoever has a conflict of interest with the school (行政处罚法 43). */
  readonly recusal?: true;
  /** 职责分离: not for whoever did one of these steps. */
  readonly apartFrom?: readonly Step[];
  /** Never about the account of whoever asks. */
  readonly notOwnAccount?: true;
}

const table = {
  ASK_ELIGIBILITY: { group: 'ELIGIBILITY', kind: 'READ', scope: 'eligibility:read' },
  ASK_BATCH: { group: 'ELIGIBILITY', kind: 'READ', scope: 'eligibility:read', rows: true },
  FOLLOW_CHANGES: { group: 'ELIGIBILITY', kind: 'READ', scope: 'eligibility:read', rows: true },

  LIST_SCHOOLS: { group: 'SCHOOLS', kind: 'READ', rows: true },
  READ_SCHOOL: { group: 'SCHOOLS', kind: 'READ' },
  READ_SCHOOL_FILE: { group: 'SCHOOLS', kind: 'READ', recusal: true },
  REGISTER_SCHOOL: { group: 'SCHOOLS', kind: 'WRITE', recusal: true },
  RECORD_SCHOOL_CHANGE: { group: 'SCHOOLS', kind: 'WRITE', recusal: true },

  OPEN_CAMPAIGN: { group: 'SELF_INSPECTIONS', kind: 'WRITE' },
  SIGN_ZERO_REPORT: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  REPORT_ITEM: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  FILE_REPORT: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  RETURN_REPORT: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  ACCEPT_REPORT: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  ORDER_CORRECTION: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  RECTIFY_ITEM: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },
  CLOSE_ITEM: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true, apartFrom: ['RECTIFIED'] },
  REOPEN_ITEM: { group: 'SELF_INSPECTIONS', kind: 'WRITE', recusal: true },

  RECORD_CASE: { group: 'CASES', kind: 'WRITE', recusal: true },
  REGISTER_LEAD: { group: 'CASES', kind: 'WRITE', recusal: true },
  FILE_CASE: { group: 'CASES', kind: 'WRITE', recusal: true },
  INVESTIGATE_CASE: { group: 'CASES', kind: 'WRITE', recusal: true },
  CONCLUDE_CASE: { group: 'CASES', kind: 'WRITE', recusal: true },
  CLOSE_CASE: { group: 'CASES', kind: 'WRITE', recusal: true },

  PROPOSE_DECISION: { group: 'DECISIONS', kind: 'WRITE', recusal: true },
  REVIEW_DECISION: { group: 'DECISIONS', kind: 'DECIDE', stepUp: true, recusal: true, apartFrom: ['PROPOSED'] },
  APPROVE_DECISION: {
    group: 'DECISIONS',
    kind: 'DECIDE',
    stepUp: true,
    recusal: true,
    apartFrom: ['PROPOSED', 'REVIEWED', 'RECORDED'],
  },
  RECORD_DECISION: {
    group: 'DECISIONS',
    kind: 'DECIDE',
    stepUp: true,
    recusal: true,
    apartFrom: ['PROPOSED', 'APPROVED'],
  },
  SERVE_DECISION: { group: 'DECISIONS', kind: 'DECIDE', stepUp: true, recusal: true, apartFrom: ['RECORDED'] },
  RECORD_FOLLOW_UP: {
    group: 'DECISIONS',
    kind: 'DECIDE',
    stepUp: true,
    recusal: true,
    apartFrom: ['PROPOSED', 'APPROVED'],
  },
  SERVE_FOLLOW_UP: { group: 'DECISIONS', kind: 'DECIDE', stepUp: true, recusal: true, apartFrom: ['RECORDED'] },

  // A workbook may hold decisions.
  IMPORT_WORKBOOK: { group: 'EXCHANGE', kind: 'DECIDE', stepUp: true, rows: true, recusal: true },
  EXPORT_REGISTER: { group: 'EXCHANGE', kind: 'READ', rows: true, recusal: true },

  SIGN_BOARD: { group: 'BOARDS', kind: 'DECIDE', stepUp: true },

  LIST_PERSONS: { group: 'PERSONAL_DATA', kind: 'READ', recusal: true },
  RECORD_PERSON: { group: 'PERSONAL_DATA', kind: 'WRITE', recusal: true },
  REQUEST_LOOK: { group: 'PERSONAL_DATA', kind: 'WRITE', recusal: true },
  APPROVE_LOOK: {
    group: 'PERSONAL_DATA',
    kind: 'DECIDE',
    stepUp: true,
    recusal: true,
    apartFrom: ['REQUESTED'],
  },
  REVEAL_PERSONAL_DATA: { group: 'PERSONAL_DATA', kind: 'READ', stepUp: true, recusal: true },
  PROPOSE_ERASURE: { group: 'PERSONAL_DATA', kind: 'WRITE', recusal: true },
  ERASE_PERSONAL_DATA: {
    group: 'PERSONAL_DATA',
    kind: 'DECIDE',
    stepUp: true,
    recusal: true,
    apartFrom: ['PROPOSED'],
  },

  READ_LOG: { group: 'PROOF', kind: 'READ', scope: 'log:read' },
  READ_PROOFS: { group: 'PROOF', kind: 'READ', scope: 'log:read' },

  READ_ACCOUNTS: { group: 'PEOPLE', kind: 'READ' },
  OPEN_ACCOUNT: { group: 'PEOPLE', kind: 'WRITE', stepUp: true },
  CHANGE_ROLES: { group: 'PEOPLE', kind: 'WRITE', stepUp: true, notOwnAccount: true },
  RESET_CREDENTIALS: { group: 'PEOPLE', kind: 'WRITE', stepUp: true, notOwnAccount: true },
  DISABLE_ACCOUNT: { group: 'PEOPLE', kind: 'WRITE', stepUp: true },
  // What lets a security administrator in waits for another one.
  APPROVE_ADMINISTRATOR: {
    group: 'PEOPLE',
    kind: 'DECIDE',
    stepUp: true,
    notOwnAccount: true,
    apartFrom: ['PROPOSED'],
  },
  WITHDRAW_ADMINISTRATOR_PROPOSAL: { group: 'PEOPLE', kind: 'WRITE' },
  END_SESSIONS: { group: 'PEOPLE', kind: 'WRITE' },

  READ_CLIENTS: { group: 'CLIENTS', kind: 'READ' },
  REGISTER_CLIENT: { group: 'CLIENTS', kind: 'WRITE', stepUp: true },
  ISSUE_KEY: { group: 'CLIENTS', kind: 'WRITE', stepUp: true },
  REVOKE_KEY: { group: 'CLIENTS', kind: 'WRITE', stepUp: true },
  CLOSE_CLIENT: { group: 'CLIENTS', kind: 'WRITE', stepUp: true },
  REGISTER_WEBHOOK: { group: 'CLIENTS', kind: 'WRITE', stepUp: true },
  REMOVE_WEBHOOK: { group: 'CLIENTS', kind: 'WRITE' },
  REPLAY_WEBHOOK: { group: 'CLIENTS', kind: 'WRITE' },
  READ_WEBHOOK_DELIVERIES: { group: 'CLIENTS', kind: 'READ' },

  READ_HEALTH: { group: 'SERVICE', kind: 'READ' },
  READ_API_DESCRIPTION: { group: 'SERVICE', kind: 'READ' },
  READ_METRICS: { group: 'SERVICE', kind: 'READ', scope: 'metrics:read' },
  START_SERVICE: { group: 'SERVICE', kind: 'WRITE' },
  REBUILD_READ_MODELS: { group: 'SERVICE', kind: 'WRITE' },
  MOVE_REGISTER: { group: 'SERVICE', kind: 'WRITE' },
  REKEY_SECRETS: { group: 'SERVICE', kind: 'WRITE' },

  SIGN_IN: { group: 'OWN_ACCOUNT', kind: 'WRITE' },
  SIGN_OUT: { group: 'OWN_ACCOUNT', kind: 'WRITE' },
  READ_OWN_PROFILE: { group: 'OWN_ACCOUNT', kind: 'READ' },
  CHANGE_OWN_CREDENTIALS: { group: 'OWN_ACCOUNT', kind: 'WRITE', stepUp: true },
} as const satisfies Readonly<Record<string, ActionRules>>;

/** What can be done; a command's action is named after its class. */
export type Action = keyof typeof table;

/** Everything that can be done, by the name that routes, commands and audit events use. */
export const actions: Readonly<Record<Action, ActionRules>> = table;

/** What holds for an action; nothing for a name that is no action. */
export const rulesOf = (action: unknown): ActionRules | undefined =>
  typeof action === 'string' && Object.hasOwn(actions, action) ? actions[action as Action] : undefined;
