/** What can be wrong with a question, a request, the register's directory or its store. */
export const requestSentences = {
  'malformed-question':
    '查询无法识别{（detail）}。请给出学校标识码；招生年度与季节（AUTUMN 或 SPRING）一并给出，专业代码为 6 位数字。',
  'bad-year': '招生年度须为 2000 至 2100 之间的年份{（detail）}。',
  'year-and-season-together': '招生年度与季节须同时给出或同时省略。请补上缺少的一项。',
  'school-not-registered':
    '该学校未登记{（detail）}，或在所问的时点尚未登记，因此不作“可招生”的答复。请核对学校标识码。',
  'other-authority':
    '该学校不由教育部门主管{（detail）}（如技工学校由人社部门主管），本系统不作答复。请向其主管部门查询。',
  'eligibility-not-current':
    '该校的招生资格数据正在更新或已停止更新，为免误答暂不答复。请稍后再试，仍不行请联系管理员。',
  'not-yet-projected': '所要求的记录尚未更新到查询数据。请稍后再试。',
  'validation-failed': '提交的内容有误{（detail）}。请按各项提示修改后重新提交。',
  'actor-missing': '没有说明由谁办理。请登录后再操作。',
  'idempotency-key-reused': '该请求编号已用于另一项内容不同的请求{（detail）}。请换用新的编号重新提交。',
  'revision-mismatch': '记录在您打开之后已被他人改动{（detail）}。请刷新后核对，再重新提交。',
  'import-in-progress': '另一次导入正在进行，同一数据目录一次只能导入一份。请待其完成后再试。',
  'payload-too-large': '提交的内容超过上限{（detail）}。请减少条数或拆分文件。',
  'unsupported-media-type': '不支持这种内容格式{（detail）}。请按接口说明设置 Content-Type。',
  'not-found': '没有找到所请求的内容{（detail）}。请核对地址或编号。',
  'method-not-allowed': '此地址不支持该操作{（detail）}。请查看接口说明。',
  'malformed-json': '内容不是有效的 JSON。请检查引号、逗号和编码（UTF-8）。',
  'internal-error': '系统内部出错，本次操作未必完成。请重试；仍不行请将时间告知管理员。',
  'store-unavailable':
    '暂时无法读写登记数据，本次操作是否完成尚不确定。请稍后用同一编号重试；仍不行请检查磁盘空间并重启服务。',
  timeout: '登记数据没有及时响应，本次操作是否完成尚不确定。请稍后用同一编号重试。',
  'access-denied': '服务没有读写登记数据的权限。请管理员检查数据库账号和目录权限。',
  'directory-in-use':
    '另有程序正在写入数据目录{（detail）}。同一目录一次只能有一个写入者，请待其结束或先停止服务后再试。',
  'directory-unusable': '数据目录无法使用{（detail）}。请检查路径、读写权限和磁盘空间。',
  'newer-format': '数据由更新版本的程序写入{（detail）}，本版本不会读写它。请使用写入它的版本或更新的版本。',
  'malformed-body': '提交的内容不是一个 JSON 对象{（detail）}。请按接口说明填写。',
  'malformed-request': '请求的格式有误{（detail）}。请核对地址、请求头和内容。',
  'unknown-parameter': '地址中有不认识的参数{（detail）}。请核对拼写，多余的参数可能改变原意，因此不作答复。',
  'unknown-field': '内容中有不认识的字段{（detail）}。请核对拼写或删去。',
  'bad-list': '此处须为列表，且每一项都符合要求{（detail）}。',
  'bad-position': '位置须为十进制整数，游标须为变更接口给出的值{（detail）}。',
  'actor-malformed': '经办人请求头无法识别。请使用百分号编码的 UTF-8，长度不超过上限。',
  'idempotency-key-malformed': '请求编号（Idempotency-Key）的格式有误。请使用不超过上限的可见字符。',
  'if-match-malformed': 'If-Match 的格式有误。请填写带引号的版本号，例如 "3"。',
  'upload-empty': '没有收到文件。请在表单中附上一个 .xlsx，或若干以工作表命名的 .csv。',
  'cross-origin': '请求来自其他网站的页面，已被拒绝。',
  'revision-conflict': '多次重试后记录仍在被他人改动。请稍后重试。',
  'misdirected-request': '请求的主机名不是本服务的地址。请使用本机地址访问。',
  'shutting-down': '服务正在停止，不再接受新的请求。请稍后重试。',
} as const;
