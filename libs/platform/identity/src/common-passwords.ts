type Words = ReadonlySet<string>;

let loading: Promise<Words> | undefined;

/** Some 50,000 passwords that became known in breaches; a megabyte of memory, taken when the first password is chosen. */
const words = (): Promise<Words> =>
  (loading ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map((word) => word.normalize('NFC').toLowerCase())),
  ));

/**
 * Whether a password is one that guessers try first. Hardly any known one has twelve characters: so it is also common when
 * it is made of one or two known ones, of a known one repeated, or of a known one in as much padding again.
 */
export const isCommon = async (password: string): Promise<boolean> => {
  const known = await words();
  const text = password.toLowerCase();
  return known.has(text) || isTwo(text, known) || isRepeated(text, known) || isPadded(text, known);
};

const isTwo = (text: string, known: Words): boolean =>
  Array.from({ length: text.length }, (_, at) => at).some(
    (at) => known.has(text.slice(0, at)) && known.has(text.slice(at)),
  );

const shortestUnit = 4;

/** `passwordpassword`, and whatever repeats fewer than four characters. */
const isRepeated = (text: string, known: Words): boolean => {
  const period = (text + text).indexOf(text, 1);
  const unit = text.slice(0, period);
  return period < text.length && (unit.length < shortestUnit || known.has(unit));
};

/** `!!sunshine2022`: without the digits and signs around it. */
const isPadded = (text: string, known: Words): boolean => {
  const bare = text.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  return bare.length * 2 >= text.length && known.has(bare);
};
