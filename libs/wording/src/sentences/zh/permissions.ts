/** Why somebody is not let in, or may not do something. */
export const permissionSentences = {
  'key-unknown': '密钥无效。请在 Authorization: Bearer 中使用签发给您的密钥。',
  'key-was-revoked': '密钥已被撤销。请向安全管理员申请新的密钥。',
  'key-expired': '密钥已过期。请向安全管理员申请新的密钥。',
  'key-not-from-here': '该密钥不能在这个地址使用。请在约定的地址使用，或联系安全管理员。',
  'too-many-requests': '这一分钟内该密钥的请求过多。请按 Retry-After 等待后再试，或改用批量查询。',
  'role-may-not': '您的角色不能办理此事{（detail）}。确需办理的，请向安全管理员申请相应角色。',
  'scope-missing': '接入密钥不含此项权限范围{（detail）}。请由安全管理员签发带有该范围的密钥。',
  'other-district': '此事不在您负责的区划之内，或没有说明属于哪个区划{（detail）}。请由该区划的人员办理。',
  'other-school': '此事不属于您的学校，或密钥未获准查询该校{（detail）}。请核对学校标识码。',
  'conflict-of-interest': '您与该校有利害关系，应当回避{（detail）}（行政处罚法第四十三条）。请由其他人员办理。',
  'closed-in-this-state': '自查报告已被接受，或状态不明，学校不能再改{（detail）}。确需更正的，请联系办案人员。',
  'own-earlier-step': '前面的环节由您本人办理，这一环节须由另一人办理{（detail）}。请交由同事办理。',
  'own-account': '不能为自己的账号办理此事。请由另一位安全管理员办理。',
  'step-up-needed': '办理此事须再次验证身份。请重新验证后再提交。',
} as const;
