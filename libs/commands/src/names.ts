/** What a command's content names in other streams: everything that must be gathered before it is judged. */
export interface Names {
  readonly schools: readonly string[];
  readonly caseNos: readonly string[];
  /** Document numbers. */
  readonly numbers: readonly string[];
}

/** For commands that are judged by their own stream alone. */
export const noNames: Names = { schools: [], caseNos: [], numbers: [] };

/** Contents use the same words for the same things, so one look at the fields finds every name. */
export const namesIn = (content: object): Names => {
  const fields = content as Readonly<Record<string, unknown>>;
  const texts = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => fields[name] ?? []).filter((value) => typeof value === 'string');
  return {
    schools: texts('code', 'school', 'schools', ...(fields['kind'] === 'MERGED' ? ['value'] : [])),
    caseNos: texts('caseNos'),
    numbers: texts('number', 'target'),
  };
};

/** Both together. */
export const joined = (one: Names, other: Names): Names => ({
  schools: [...one.schools, ...other.schools],
  caseNos: [...one.caseNos, ...other.caseNos],
  numbers: [...one.numbers, ...other.numbers],
});
