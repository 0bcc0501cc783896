/** What can be wrong with a machine client or its keys, and what is said when a key begins or ends. */
export const machineClientSentences = {
  'bad-client-id':
    '接入方代号格式不符{（detail）}。请用小写字母开头，由小写字母、数字和连字符组成，最长 40 个字符，例如 admission-platform。',
  'client-details-missing': '登记接入方须写明名称和联系人，现缺少其中一项。请补填，以便密钥泄露时能立即联系。',
  'client-already-registered': '该接入方代号已经登记{（detail）}，而名称或联系人与登记的不同。请核对，或使用新的代号。',
  'unknown-client': '该接入方未登记{（detail）}。请先登记接入方，写明名称和联系人，或核对代号。',
  'client-already-closed':
    '该接入方已经停用{（detail）}，不能再签发密钥，也不能再次停用。确需恢复的，请以新的代号登记。',
  'key-already-issued': '该密钥编号已经签发过{（detail）}，且内容不同。请用新的编号签发。',
  'bad-key-id': '密钥编号格式不符{（detail）}，须为 8 位字母或数字。',
  'bad-secret-hash':
    '密钥摘要格式不符，须为 64 位小写十六进制的 SHA-256；令牌授权没有密钥，不得带摘要。密钥本身不得提交。',
  'scopes-missing': '没有写明密钥的权限。请至少给出一项，只给接入方确实需要的。',
  'unknown-scope': '没有这项权限{（detail）}。请核对权限名称的拼写。',
  'bad-school-list': '密钥的学校范围有误{（detail）}。学校标识码为 10 位数字；不限学校的，请整体省略，不要留空列表。',
  'bad-district-list':
    '密钥的区划范围有误{（detail）}。请填本市四个区的名称或代码；不限区划的，请整体省略，不要留空列表。',
  'bad-address-range':
    '地址范围有误{（detail）}。请用 CIDR 写法，例如 10.0.0.0/8、192.0.2.7/32 或 2001:db8::/32，前缀以外的各位须为零。',
  'bad-request-limit': '每分钟请求数有误{（detail）}，须为 1 至 100000 的整数。',
  'bad-instant': '时刻无法识别{（detail）}。请用世界协调时的写法，例如 2023-09-25T08:00:00.000Z。',
  'expiry-before-issue': '失效时刻不晚于签发时刻{（detail）}。请核对有效期。',
  'validity-too-long': '密钥的有效期超过 365 天{（detail）}。请缩短有效期，到期前另行签发轮换。',
  'too-many-live-keys':
    '该接入方已有两项有效的密钥或令牌授权{（detail）}，轮换时最多并存两项。请先吊销其中一项，再签发新的。',
  'unknown-key': '该接入方没有这把密钥{（detail）}。请核对密钥编号。',
  'key-already-revoked': '该密钥已因另一理由吊销{（detail）}，早已失效，无须再次吊销。',
  'reason-missing':
    '没有写明理由。吊销密钥、停用接入方，以及变更、重置、停用或恢复账号，须写明理由，并随操作人一并记录在案。',
  'machine-clients-not-current':
    '接入方和密钥的数据正在更新或已停止更新，暂时无法核验密钥。请稍后再试，仍不行请联系管理员。',
  'no-machine-clients': '还没有登记接入方。',
  'key-shown-once': '密钥只显示这一次，本系统不保存，请立即交给接入方妥善保管。{有效期至 detail（世界协调时）。}',
  'key-without-secret':
    '该接入方即可凭访问令牌访问，没有生成密钥；吊销时使用上面的编号。{有效期至 detail（世界协调时）。}',
  'key-revoked': '密钥已经吊销{（detail）}，不能再使用。',
} as const;
