/** What can be wrong with a person whom a case concerns, and why nobody is shown. */
export const personSentences = {
  'bad-person-number': '涉案人员编号有误{（detail）}。请填 1 至 999999 的整数，不要使用姓名、证件号码。',
  'unknown-person': '没有登记该涉案人员{（detail）}。请核对学校和编号。',
  'case-of-another-school': '该案件不属于这所学校{（detail）}。请核对案件编号。',
  'unknown-capacity': '涉案人员身份不在规定范围内{（detail）}。请填学生、监护人、投诉举报人或者学校人员。',
  'bad-sealed-texts': '个人信息未能加密，没有保存。请重试，仍不行请联系运维人员。',
  'person-already-erased': '该人员的个人信息已经删除{（detail）}，不能再查阅或者更改。',
  'unknown-purpose':
    '查阅目的不在规定范围内{（detail）}。请选择调查取证、文书送达、整改退补、答复投诉、复议应诉或者本人查询。',
  'look-reason-missing': '没有写明理由。查阅和删除个人信息须写明理由，并随操作人一并记录在案。',
  'personal-data-in-reason': '理由中疑似含有身份证号码或者手机号码。理由将以明文永久留存，请删去后再提交。',
  'look-needs-no-approval': '该人员登记为成年人{（detail）}，写明目的即可查阅，无须申请。',
  'look-not-requested': '没有该账号的查阅申请{（detail）}。请核对申请人。',
  'look-request-differs': '申请的查阅目的与所批准的不同{（detail）}。请重新查看申请后再批准。',
  'same-person-approves': '不能批准自己的查阅申请{（detail）}。请由其他审批人批准。',
  'look-not-approved':
    '查阅未成年人的个人信息须先经批准（《未成年人网络保护条例》第三十六条）。请以同一目的提出申请，由审批人批准后再查阅。',
  'look-approval-over': '查阅批准已于{detail}到期。确需继续查阅的，请重新申请。',
  'unknown-erasure-ground': '删除事由不在规定范围内{（detail）}。请按《个人信息保护法》第四十七条选择。',
  'case-still-open': '案件尚未结案{（detail）}，所需个人信息不能删除；违法处理的除外。请结案后再提出。',
  'erasure-not-proposed': '没有人提出删除该人员的个人信息{（detail）}。请先由经办人提出。',
  'erasure-proposal-differs': '拟删除的事由已经改变{（detail）}。请重新查看后再决定。',
  'same-person-erases': '提出删除的人不能自己执行{（detail）}。请由其他审批人执行。',
  'vault-unavailable': '暂时不能存取个人信息。请稍后再试；持续出现的，请联系运维人员。',
  'person-texts-missing': '个人信息的密钥不在本系统中，无法显示；本次查阅已经记录在案。请联系运维人员。',
  'bad-truth': '请填 true 或者 false。',
} as const;
