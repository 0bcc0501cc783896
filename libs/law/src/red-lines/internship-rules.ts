/** Y: the prohibition (严禁); N: the twenty-seven 不得; D: duties whose neglect is recorded. */
export type InternshipRuleCode =
  | 'Y01'
  | `N0${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | `N1${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | `N2${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`
  | `D${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/**
 * How sure the wording and the article are. FOUND: both were seen in a source. ARTICLE_UNVERIFIED: the wording was seen,
 * the article number was not. FROM_KNOWLEDGE: neither was seen. UNCONFIRMED: a reserved place.
 */
export type Certainty = 'FOUND' | 'ARTICLE_UNVERIFIED' | 'FROM_KNOWLEDGE' | 'UNCONFIRMED';

/** One rule about internships. */
export interface InternshipRule {
  readonly text: string;
  /** Article of 教职成〔2021〕4号, or its chapter where the number is not known; null where neither is. */
  readonly article: string | null;
  readonly certainty: Certainty;
}

/** 职业学校学生实习管理规定, issued 2021-12-31 by eight ministries: the regulation that the articles belong to. */
export const internshipRegulation = '职业学校学生实习管理规定(教职成〔2021〕4号)';

const found = (article: string, text: string): InternshipRule => ({ text, article, certainty: 'FOUND' });
const seen = (article: string, text: string): InternshipRule => ({ text, article, certainty: 'ARTICLE_UNVERIFIED' });
const known = (article: string, text: string): InternshipRule => ({ text, article, certainty: 'FROM_KNOWLEDGE' });
const duty = (text: string): InternshipRule => ({ text, article: null, certainty: 'ARTICLE_UNVERIFIED' });

/** 1个严禁, 27个不得 and eight duties. The official list carries no numbers: the order is ours, the codes are stable. */
export const internshipRules: Readonly<Record<InternshipRuleCode, InternshipRule>> = {
  Y01: seen('10', '严禁以营利为目的违规组织实习'),
  N01: found('10', '不得干预学校正常安排和实施实习方案'),
  N02: found('10', '不得强制学校安排学生到指定单位实习'),
  N03: seen('11', '不得跨专业大类安排实习'),
  N04: seen('11', '不得仅安排学生从事简单重复劳动'),
  N05: seen('14', '未按规定签订三方协议的,不得安排学生实习'),
  N06: known('15', '协议内容不得违反法律法规'),
  N07: found('16(1)', '不得安排、接收一年级在校学生进行岗位实习'),
  N08: found('16(2)', '不得安排、接收未满16周岁的学生进行岗位实习'),
  N09: found('16(3)', '不得安排未成年学生从事《未成年工特殊保护规定》中禁忌从事的劳动'),
  N10: found('16(4)', '不得安排实习的女学生从事《女职工劳动保护特别规定》中禁忌从事的劳动'),
  N11: found('16(5)', '不得安排学生到酒吧、夜总会、歌厅、洗浴中心、电子游戏厅、网吧等营业性娱乐场所实习'),
  N12: found('16(6)', '不得通过中介机构或有偿代理组织、安排和管理学生实习工作'),
  N13: found('16(7)', '不得安排学生从事Ⅲ级强度及以上体力劳动或其他有害身心健康的实习'),
  N14: known('17(1)', '不得安排学生从事高空、井下、放射性、有毒、易燃易爆,以及其他具有较高安全风险的实习'),
  N15: known('17(2)', '不得安排学生在休息日、法定节假日实习'),
  N16: seen('17(3)', '不得安排学生加班和上夜班'),
  N17: found('18', '不得以物品或代金券等代替货币支付实习报酬'),
  N18: found('18', '不得经过第三方转发实习报酬'),
  N19: found('19', '不得收取实习押金、培训费、实习报酬提成、管理费、实习材料费、就业服务费或其他形式的实习费用'),
  N20: found('19', '不得扣押学生的学生证、居民身份证或其他证件'),
  N21: found('19', '不得要求学生提供担保或以其他名义收取学生财物'),
  N22: seen('考核章', '不得简单套用实习单位考勤制度'),
  N23: seen('考核章', '不得对学生简单套用员工标准进行考核'),
  N24: known('安全章', '未经教育培训或未通过考核的学生不得参加实习'),
  N25: known('安全章', '保险费用不得向学生另行收取或从实习报酬中抵扣'),
  N26: known('组织章', '认识实习由学校安排,学生不得自行选择单位'),
  N27: { text: '(第27个不得,待核对全文)', article: null, certainty: 'UNCONFIRMED' },
  D1: duty('取得学生和法定监护人签字的知情同意书'),
  D2: duty('使用三方协议示范文本'),
  D3: found('18', '报酬不低于本单位相同岗位工资标准的80%或最低档工资标准,以货币按时足额直接支付,周期不超过1个月'),
  D4: duty('实习学生一般不超过单位在岗职工总数的10%,在具体岗位一般不超过同类岗位职工人数的20%'),
  D5: duty('岗位实习时间一般为6个月'),
  D6: duty('实习责任保险覆盖实习活动全过程'),
  D7: duty('事先实地考察并形成书面报告,实习单位名单经学校党组织会议研究确定、公开并备案,跨省或境外实习须经批准'),
  D8: duty('学校和实习单位分别安排指导教师和专门人员'),
};

/** Bans of article 17, which yield to a special need of the major that was filed with the superior department before. */
export const rulesThatFilingLifts: readonly InternshipRuleCode[] = ['N14', 'N15', 'N16'];
