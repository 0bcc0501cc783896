/** What can be wrong with a webhook, and why it is not there at the moment. */
export const webhookSentences = {
  'bad-webhook-id':
    '推送地址代号格式不符{（detail）}。请用小写字母开头，由小写字母、数字和连字符组成，最长 40 个字符，例如 platform-changes。',
  'bad-webhook-url':
    '推送网址不能使用。须以 https:// 开头，最长 500 个字符，不含用户名、口令和 #；中文域名请写成 Punycode。',
  'bad-webhook-schools':
    '推送的学校范围有误{（detail）}。学校标识码为 10 位数字；不限学校的，请整体省略，不要留空列表。',
  'bad-webhook-districts':
    '推送的区划范围有误{（detail）}。请填本市四个区的代码；不限区划的，请整体省略，不要留空列表。',
  'webhook-already-registered':
    '该推送地址代号已经登记{（detail）}，而内容与登记的不同。要改网址或范围的，请以新的代号登记，再撤销旧的。',
  'unknown-webhook': '该推送地址未登记{（detail）}。请核对代号。',
  'webhook-already-removed': '该推送地址已经撤销{（detail）}，不再推送。确需恢复的，请以新的代号登记。',
  'bad-webhook-cursor': '变更位置无法识别{（detail）}。请用变更列表给出的游标，例如 1204.0；从头推送的，请省略。',
  'webhook-reason-missing': '没有写明理由。撤销和重新推送须写明理由，并随操作人一并记录在案。',
  'webhooks-not-current': '推送地址的数据正在更新或已停止更新，暂时无法办理。请稍后再试，仍不行请联系管理员。',
  'webhook-key-missing':
    '服务器没有推送签名密钥，暂时不能登记推送地址或试推。请管理员设置 REDLINE_WEBHOOK_KEY_FILE 后再试。',
} as const;
