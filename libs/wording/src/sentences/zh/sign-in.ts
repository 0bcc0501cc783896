/** Why somebody cannot sign in, or not yet. */
export const signInSentences = {
  'sign-in-needed': '请先登录；系统接入请在 Authorization: Bearer 中使用签发的密钥。',
  'sign-in-refused': '登录未成功：账号、密码或验证码不对。请核对后再试；手机丢失的，可用恢复码登录。',
  'sign-in-too-often': '尝试次数过多。请按 Retry-After 等待后再试；不是本人操作的，请告知安全管理员。',
  'setup-token-unknown': '初始化令牌无效、已用过或已过期，或者已有人开通账号。请重新启动服务以取得新的令牌。',
  'invitation-unknown': '邀请无效、已用过或已过期。请向安全管理员索取新的邀请。',
  'password-too-short': '密码太短，至少 12 个字符。建议用几个不相干的词组成。',
  'password-too-long': '密码太长，最多 128 个字符。请缩短后再试。',
  'password-too-common': '这个密码太常见，或含有账号名，容易被猜中。请换一个。',
  'code-wrong': '验证码不对或已用过。请等验证器显示下一个验证码后再试，并核对手机时间。',
  'no-password-here': '这个账号经统一身份认证登录，本系统不保存它的密码和恢复码。',
  'accounts-not-current': '账号资料还没有跟上最新记录，暂时不能确认您的权限。请稍后再试。',
  'identity-unavailable': '暂时不能核对登录。请稍后再试；持续出现的，请联系运维人员。',
  'account-recorded': '账号已登记{（detail）}。',
  'invitation-shown-once': '邀请只显示这一次，请当面交给本人。{有效期至 detail（世界协调时）。}',
  'no-accounts': '还没有账号。用 redline users open 开通第一个，或首次启动服务时使用初始化令牌。',
} as const;
