/** What can be wrong with a campaign, a report or an item. */
export const selfInspectionSentences = {
  'zero-report-with-items':
    '零报告不得带有问题项，同一学校同一批次也不能既有零报告又有问题项。请清空问题各列，或将“是否零报告”改为“否”。',
  'principal-signature-missing':
    '校长签字日期为空。校长是年度工作的第一责任人，自查报告须经校长签字；请补签后填写日期。',
  'closing-date-missing': '整改状态为“已销号”，但没有销号日期。请补填销号日期，或更正整改状态。',
  'closing-date-without-closing':
    '填写了销号日期{（detail）}，但整改状态不是“已销号”。请更正整改状态，或清空销号日期。',
  'report-not-filed': '该校本批次尚未报送自查，或报告已被退回，不能办理。请先由学校报送。',
  'report-already-accepted': '该自查报告已经受理，不能再退回或重复受理。',
  'report-without-items': '报告中没有问题项。没有问题的，请由校长签署零报告。',
  'item-not-found': '找不到该问题项{（detail）}。请核对批次、学校和序号。',
  'item-not-ordered': '该问题尚未责令改正{（detail）}，不能登记整改。请先下达责令改正通知。',
  'item-not-rectified': '该问题尚未登记整改{（detail）}，不能销号。请先登记整改措施和完成日期。',
  'item-already-closed': '该问题已经销号{（detail）}。确需重新整改的，请先重新打开。',
  'item-not-closed': '该问题尚未销号{（detail）}，无须重新打开。',
  'same-person-closes': '登记整改的人不能自己销号{（detail）}。请由另一名工作人员核验销号。',
  'deadline-before-order': '整改期限早于责令改正日期{（detail）}。请核对两个日期。',
  'closed-before-order': '销号日期早于责令改正日期{（detail）}。请核对两个日期。',
} as const;
