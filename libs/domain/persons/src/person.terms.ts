/** Which part somebody has in a case, by what it is called. */
export const capacityTerms = {
  STUDENT: '学生',
  GUARDIAN: '监护人',
  COMPLAINANT: '投诉举报人',
  STAFF: '学校人员',
} as const;

/** For what personal data may be looked at; anything else is no purpose of this register (个人信息保护法 6). */
export const lookPurposeTerms = {
  INVESTIGATION: '调查取证',
  SERVICE: '文书送达',
  REDRESS: '整改退补',
  COMPLAINT: '答复投诉',
  REVIEW: '复议应诉',
  SUBJECT_REQUEST: '本人查询',
} as const;

/** Why personal data goes: the five cases of 个人信息保护法 47, in its order. */
export const erasureTerms = {
  PURPOSE_ACHIEVED: '处理目的已实现或者不再必要',
  RETENTION_ENDED: '保存期限已届满',
  CONSENT_WITHDRAWN: '个人撤回同意',
  UNLAWFUL: '违法处理',
  OTHER_LAW: '法律法规规定的其他情形',
} as const;
