/** What can be wrong with a key under which secrets stand beside the log, and what is said when it was changed. */
export const secretStoreSentences = {
  'unknown-secret-store': '没有这个密存库{（detail）}。可更换密钥的有 identity（登录信息）和 vault（涉案人员密钥库）。',
  'bad-host-name': '主机名无法记录在案。请检查本机名称，不得为空、过长或含控制字符。',
  'new-key-missing': '没有给出新密钥。集群中各进程须使用同一密钥，请用 --new-key-file 指明存放新密钥的文件。',
  'new-key-malformed':
    '新密钥格式不符，须为 32 个随机字节的 base64，例如由 openssl rand -base64 32 生成。密存库未作任何改动。',
  'new-key-not-new': '新密钥就是现用的密钥，没有可更换的。请另行生成；若已更换过，服务可直接用新密钥启动。',
  'secrets-key-wrong': '密钥不是密存库的密钥{（detail）}。请核对密钥文件或设置，放回与数据相配的那一把。',
  'secrets-key-missing': '找不到密存库的密钥{（detail）}。请从备份恢复密钥文件，或核对设置。',
  'secrets-key-changed': '密存库的密钥已被另一进程更换{（detail）}，本次未作改动。请改用新密钥后重试。',
  'sealed-row-lost':
    '密存库中有一条记录用现有密钥打不开{（detail）}，更换密钥会使其永远丢失，因此未作任何改动。请先从备份恢复密存库。',
  'secrets-rekeyed': '密钥已更换{：detail}。此前的备份仍须用旧密钥打开，请随备份一并到期销毁。',
  'secrets-rekeyed-already': '密存库已在使用这把新密钥{：detail}，未作改动。请让各服务改用它启动。',
} as const;
