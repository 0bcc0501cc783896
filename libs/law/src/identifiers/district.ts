/** The four districts of Haikou (海口市 460100) by GB/T 2260. */
export type DistrictCode = '460105' | '460106' | '460107' | '460108';

/** What each district is called. */
export const districtTerms: Readonly<Record<DistrictCode, string>> = {
  460105: '秀英区',
  460106: '龙华区',
  460107: '琼山区',
  460108: '美兰区',
};

const codes: ReadonlyMap<string, DistrictCode> = new Map(
  (Object.entries(districtTerms) as [DistrictCode, string][]).flatMap(([code, term]) => [
    [code, code],
    [term, code],
  ]),
);

/** The district that a code or a name stands for; null for anything else, be it a district of another city. */
export const districtCodeOf = (text: string): DistrictCode | null => codes.get(text) ?? null;

/** True for the code of a district of Haikou. */
export const isDistrictCode = (text: string): text is DistrictCode => Object.hasOwn(districtTerms, text);
