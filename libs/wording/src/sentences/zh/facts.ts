/** What can be wrong with the figures of a red-line case. */
export const factSentences = {
  'fact-missing': '缺少该类红线必须查明的事项。请补充调查后填写。',
  'fact-unknown': '该事项不属于此类红线{（detail）}。请核对红线类别，或删去该事项。',
  'fact-mistyped': '该事项的填写方式不对{（detail）}。人数和金额填非负整数（金额以分计），日期写成 2022-05-10。',
  'fact-not-in-list': '填写的代码不在目录之内{（detail）}。请从该类红线的目录中选择。',
  'figures-disagree': '数字前后不一致，按其他数字计算应为另一数{（detail）}。请核对台账。',
  'part-exceeds-whole': '部分大于总数{（detail）}。请核对这两个数字。',
  'period-reversed': '结束日期早于开始日期{（detail）}。请核对两个日期。',
  'breach-not-named':
    '所填数字已显示违反实习规定{（detail）}（职业学校学生实习管理规定），但未列入违规条目。请补列该条目，或核对数字。',
  'refund-exceeds-gain': '已退还的金额大于违法所得{（detail）}。请核对收费和退费凭证（职业教育法第六十六条）。',
} as const;
