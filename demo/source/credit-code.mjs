// Unified social credit codes of nobody: bodies begin with XNXX (虚拟), check characters hold (GB 32100-2015, GB 11714).
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const codeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const weigh = (weights, valueAt) => weights.reduce((sum, weight, i) => sum + weight * valueAt(i), 0);

/** `kind` is who registered it and what it is (12 public institution, 52 private school, 91 company, 92 trader). */
export const creditCode = (kind, serial) => {
  const digits = `XNXX00${serial}`;
  const check = '0X987654321'[weigh(bodyWeights, (i) => Number.parseInt(digits[i], 36)) % 11];
  const start = `${kind}460100${digits}${check}`;
  return start + alphabet[(31 - (weigh(codeWeights, (i) => alphabet.indexOf(start[i])) % 31)) % 31];
};
