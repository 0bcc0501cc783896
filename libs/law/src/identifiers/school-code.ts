const shape = /^\d{10}$/;
const hainanVocational = /^(36|41|42|93)46\d{6}$/;

/** True for ten ASCII digits: 2 type, 2 province, 6 serial (学校标识码). There is no check digit. */
export const isSchoolCode = (text: string): boolean => shape.test(text);

/**
 * Why a well-formed code deserves a second look, or null. A school that trains for an occupation in Hainan has type
 * 36 (中职), 41 (普通高校), 42 (成人高校) or 93 (培训机构) and province 46; another code is unusual, not wrong.
 */
export const schoolCodeWarning = (code: string): 'unusual-school-code' | null =>
  hainanVocational.test(code) ? null : 'unusual-school-code';
