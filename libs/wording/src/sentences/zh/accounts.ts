/** What can be wrong with an account of a person or with a record of access. */
export const accountSentences = {
  'bad-account-id':
    '账号格式不符{（detail）}。请用小写字母开头，由小写字母、数字、点和连字符组成，2 至 40 个字符，例如 wang.fang；不要用手机号或证件号。',
  'account-already-opened':
    '该账号已经开立{（detail）}，而内容与登记的不同。变更权限请用“变更权限”，为另一人开立请换一个账号。',
  'unknown-account': '没有这个账号{（detail）}。请先开立账号，或核对账号的拼写。',
  'account-already-disabled':
    '该账号已经停用{（detail）}，不能再次停用，也不能重置验证方式。确需使用的，请先恢复账号。',
  'account-already-enabled': '该账号并未停用{（detail）}，无须恢复。',
  'credentials-kept-elsewhere':
    '该账号由统一身份认证登录{（detail）}，密码和验证码不在本系统保存。请到统一身份认证平台重置。',
  'roles-missing': '没有写明账号的角色。请至少给出一项，只给工作确实需要的。',
  'unknown-role': '没有这个角色{（detail）}，或该角色不能给人员账号。请核对角色的名称。',
  'roles-not-combinable':
    '这些角色不能由同一账号兼任{（detail）}。办案类角色可以兼任，审计、学校人员、安全管理员、运维须各自单独设账号。',
  'bad-account-districts':
    '账号的区划范围有误{（detail）}。请填 6 位行政区划代码，全市填 460100；办案类角色不能留空列表。',
  'bad-account-schools': '账号的学校范围有误{（detail）}。学校标识码为 10 位数字，请核对。',
  'staff-without-school': '学校人员的账号须逐一写明所在学校，不能留空，也不能写“全部”。请填学校标识码。',
  'schools-for-staff-alone': '只有学校人员的账号写明学校{（detail）}，其他角色按区划确定范围。请去掉学校。',
  'bad-account-conflicts': '须回避的学校有误{（detail）}。学校标识码为 10 位数字，请逐一核对。',
  'bad-identity':
    '统一身份认证的标识有误{（detail）}。须写明签发方的网址和该平台对此人的编号，均不得含空格，不要用邮箱。',
  'second-person-needed':
    '授予安全管理员角色、启用其账号或重置其验证方式，须由另一名安全管理员批准{（detail）}。请通过本系统的账号管理提出。',
  'proposal-already-open':
    '该账号已有一项提议等待另一名安全管理员批准{（第 detail 项）}，与本次内容不同。请先批准或撤回，再提出新的。',
  'unknown-proposal': '该账号没有这项提议{（第 detail 项）}。请核对待批准提议的清单。',
  'proposal-already-closed':
    '这项提议已经批准、撤回，或因账号的其他变更而失效{（第 detail 项）}。请查看最新的清单，按所见内容办理。',
  'same-person-approves': '提出和批准不能是同一人{（detail）}。请由另一名安全管理员批准。',
  'proposal-already-expired': '这项提议已过批准期限{（最后一天为 detail）}。确有需要的，请重新提出。',
  'access-record-malformed': '登录记录的内容不完整或格式不符{（detail）}。这是程序的差错，请报告管理员。',
  'accounts-not-current': '账号的数据正在更新或已停止更新，暂时无法核验身份。请稍后再试，仍不行请联系管理员。',
} as const;
