import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './kit/child.ts';
import { answersOf, findings } from './kit/damage-checks.ts';
import type { Check } from './kit/damage-checks.ts';
import { inFolder } from './kit/folder.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import type { Trial } from './kit/trial.ts';

const pageBytes = 4096;
const sectorBytes = 512;

const damages = {
  'bit flipped': (file: Buffer, random: Random) => {
    const at = random.below(file.length);
    file[at] = (file[at] ?? 0) ^ (1 << random.below(8));
  },
  '512 bytes zeroed': (file: Buffer, random: Random) => {
    const at = random.below(file.length / sectorBytes) * sectorBytes;
    file.fill(0, at, at + sectorBytes);
  },
  'pages swapped': (file: Buffer, random: Random) => {
    const [one = 0, other = 0] = [0, 0].map(() => random.below(file.length / pageBytes) * pageBytes);
    const kept = Buffer.from(file.subarray(one, one + pageBytes));
    file.copyWithin(one, other, other + pageBytes);
    kept.copy(file, other);
  },
} as const;
type Damage = keyof typeof damages;
const kinds = Object.keys(damages) as readonly Damage[];

interface Seen {
  readonly damage: Damage;
  /** The damage changes what some question is answered. */
  readonly matters: boolean;
  readonly found: readonly Check[];
}

/** D8: the database file itself is damaged. Counts what is found today; nothing is promised yet. */
export const damagedPage: Trial = async ({ random, count, programs }) => {
  const seen = await inFolder(async (folder) => {
    const source = join(folder, 'source');
    await imported(programs, source);
    const file = await readFile(join(source, 'events.db'));
    const answers = answersOf(source);
    const found: Seen[] = [];
    for (let n = 0; n < count; n += 1) found.push(await damaged({ folder, file, answers }, random.fork()));
    return found;
  });
  return { trials: seen.length, failures: falseAlarms(seen), seen: summary(seen) };
};

/** The register that the demo's workbooks make: streams, types and keys as an office has them. */
const imported = async (programs: Programs, directory: string): Promise<void> => {
  const workbooks = ['1-2022年台账.xlsx', '2-2023年更新.xlsx'].map((name) => join(process.cwd(), 'demo', name));
  const command = [process.execPath, programs.cliProgram, '--data', directory, 'import', ...workbooks];
  const child = startProgram(command, { cwd: programs.folder });
  await child.ended;
  if (child.exitCode === 1) throw new Error(`the demo was not imported: ${child.errors}`);
};

const damaged = async (
  { folder, file, answers }: { readonly folder: string; readonly file: Buffer; readonly answers: string },
  random: Random,
): Promise<Seen> => {
  const directory = join(folder, 'damaged');
  const damage = random.pick(kinds);
  const copy = Buffer.from(file);
  damages[damage](copy, random);
  await mkdir(directory);
  await writeFile(join(directory, 'events.db'), copy);
  try {
    return { damage, matters: answersOf(directory) !== answers, found: await findings(directory) };
  } finally {
    await rm(directory, { recursive: true });
  }
};

/** The store must open and read what nothing has changed; SQLite's check may speak of bytes that no question touches. */
const falseAlarms = (seen: readonly Seen[]): readonly string[] =>
  seen
    .filter(({ matters, found }) => !matters && found.some((check) => check === 'envelope' || check === 'columns'))
    .map(({ damage }) => `${damage}: a check of the bytes speaks of damage where nothing has changed`);

const share = (part: number, whole: number): string => (whole === 0 ? '0' : `${((100 * part) / whole).toFixed(1)} %`);

const summary = (seen: readonly Seen[]): string => {
  const mattering = seen.filter(({ matters }) => matters);
  const by = (check: Check, among = mattering): number => among.filter(({ found }) => found.includes(check)).length;
  const anyOf = (among: readonly Seen[]): number => among.filter(({ found }) => found.length > 0).length;
  const perKind = kinds.map((kind) => {
    const those = mattering.filter(({ damage }) => damage === kind);
    return `${kind} ${anyOf(those)} of ${those.length}`;
  });
  const perCheck = (['opening', 'reading', 'integrity_check', 'envelope', 'columns'] as const).map(
    (check) => `${check} ${share(by(check), mattering.length)}`,
  );
  return (
    `${mattering.length} damages changed an answer; **${share(anyOf(mattering), mattering.length)} of those are found** ` +
    `(${perKind.join(', ')}); each check alone: ${perCheck.join(', ')}`
  );
};
