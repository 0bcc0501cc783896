/** Where a case came from. */
export type LeadSource = 'SELF_INSPECTION' | 'TIP_OFF' | 'PATROL' | 'ANNUAL_INSPECTION' | 'DATA_MATCHING' | 'REFERRAL';

/** The official terms of lead sources, as workbooks write them (线索来源). */
export const leadSourceTerms: Readonly<Record<LeadSource, string>> = {
  SELF_INSPECTION: '自查',
  TIP_OFF: '举报',
  PATROL: '巡查',
  ANNUAL_INSPECTION: '年检',
  DATA_MATCHING: '数据比对',
  REFERRAL: '移送',
};

/** What an investigation found. */
export type Finding = 'ESTABLISHED' | 'PARTLY_ESTABLISHED' | 'UNFOUNDED';

/** The official terms of findings, as workbooks write them (调查结论). */
export const findingTerms: Readonly<Record<Finding, string>> = {
  ESTABLISHED: '属实',
  PARTLY_ESTABLISHED: '部分属实',
  UNFOUNDED: '查否',
};

/** True where the facts stand at least in part: without that no veto may name the case. */
export const establishes = (finding: Finding): boolean => finding !== 'UNFOUNDED';

/** How far the correction of a reported item has come. */
export type ItemStatus = 'NOT_RECTIFIED' | 'RECTIFYING' | 'CLOSED_OFF';

/** The official terms of item statuses, as workbooks write them (整改状态). */
export const itemStatusTerms: Readonly<Record<ItemStatus, string>> = {
  NOT_RECTIFIED: '未整改',
  RECTIFYING: '整改中',
  CLOSED_OFF: '已销号',
};
