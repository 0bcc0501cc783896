/** What a report about an import says beside the refusals. */
export const reportSentences = {
  'report-nothing': '没有读到任何行。',
  'report-all-good': '全部登记，没有退回的行。',
  'report-refusals': '退回的行和原因：',
  'report-row': '第 {detail} 行',
  'report-more': '……另有 {detail} 条未列出，可用 --report 文件名.xlsx 保存完整报告。',
  'report-unknown-sheets': '无法识别、已跳过的工作表：{detail}。',
  'report-extra-columns': '不在格式内、作为备注保存的列：{detail}。',
  'report-progress': '已读取 {detail} 行',
  'report-saved': '报告已保存：{detail}。',
  'template-saved': '空白模板已保存：{detail}。',
} as const;
