const districtShape = /^[1-9]\d{5}$/;
const schoolShape = /^\d{10}$/;

const isDistrict = (code: unknown): code is string => typeof code === 'string' && districtShape.test(code);

/** True for ten ASCII digits. */
export const isSchool = (code: unknown): code is string => typeof code === 'string' && schoolShape.test(code);

/** What the codes under a bureau begin with: two digits for a province, four for a city (GB/T 2260). */
const stemOf = (code: string): string => {
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
};

/** Whether the districts of an account reach this one; 'all' reaches also what names no district. Malformed: no. */
export const reachDistrict = (districts: unknown, district: unknown): boolean => {
  if (districts === 'all') return district === undefined || isDistrict(district);
  if (!Array.isArray(districts) || !isDistrict(district)) return false;
  return districts.some((own) => isDistrict(own) && district.startsWith(stemOf(own)));
};

/** Whether a list of schools names this one. Malformed: no. */
export const nameSchool = (schools: unknown, school: unknown): boolean =>
  Array.isArray(schools) && isSchool(school) && schools.includes(school);

/** Whether the schools of a key reach this one; 'all' reaches also what names no school. Malformed: no. */
export const reachSchool = (schools: unknown, school: unknown): boolean =>
  schools === 'all' ? school === undefined || isSchool(school) : nameSchool(schools, school);
