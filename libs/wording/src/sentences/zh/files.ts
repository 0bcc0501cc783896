/** What can be wrong with a file, on its way in or out. */
export const fileSentences = {
  'not-a-workbook':
    '无法作为工作簿读取：不是 .xlsx 文件或 .csv 文件夹，或文件已损坏、加密。请用 Excel 或 WPS 另存为 .xlsx（不设密码）后再导入。',
  'too-large': '文件过大，超出导入限额（单表最多 30 万行、256 列）。请拆分后分次导入。',
  'header-missing': '前 10 行中找不到表头，或没有任何可识别的工作表。请使用模板的工作表名和列名，表头须含全部关键列。',
  'file-not-found': '找不到文件或文件夹{（detail）}。请核对路径。',
  'file-not-readable': '没有权限读取文件{（detail）}。请检查文件权限，或关闭正在占用它的程序。',
  'file-exists': '文件已存在且不为空{（detail）}，不会覆盖。请换一个文件名，或先移走原文件。',
  'file-not-writable': '无法写入文件{（detail）}。请检查目标文件夹是否存在、是否有写入权限、磁盘是否已满。',
  'report-over-source': '报告不能写在要导入的文件上{（detail）}。请为报告另取文件名。',
  'source-changed':
    '文件在导入之后被改动或移走{（detail）}，无法在原行旁标注错误。导入结果不受影响，请重新导入以取得报告。',
} as const;
