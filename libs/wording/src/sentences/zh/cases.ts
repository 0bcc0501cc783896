/** What can be wrong with a step of a violation case. */
export const caseSentences = {
  'case-already-registered': '该案件编号已经登记{（detail）}。请使用新的编号，或更正原案件。',
  'case-already-filed': '该案件已经立案{（detail）}，不能重复立案。',
  'case-not-filed': '案件尚未立案，不能调查、结论或结案（行政处罚法第五十四条）。请先办理立案。',
  'two-investigators-needed': '调查须由两名以上具有执法资格的人员进行（行政处罚法第四十二条）。请补充另一名调查人员。',
  'case-already-concluded': '案件已有调查结论{（detail）}。结论有误的，请写明理由更正案件。',
  'case-not-concluded': '案件尚无调查结论，不能结案（行政处罚法第五十七条）。请先登记调查结论。',
  'case-already-closed': '案件已经结案{（detail）}，不能再办理。确有新的事实，请另立案件。',
  'severity-reason-missing': '认定情节必须说明理由。请写明认定的事实和裁量理由。',
  'closed-before-filed': '结案日期早于立案日期{（detail）}。请核对两个日期。',
} as const;
