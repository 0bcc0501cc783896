import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { megabytes, mostResidentBytes } from './kit/memory.ts';
import { Pressing } from './kit/pressing.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';
import { rowOf, sheetFiles, uploadedTo } from './kit/uploading.ts';

const heap = '--max-old-space-size=128';
/** Against hanging. */
const longestMs = 120_000;

interface Seen {
  readonly failures: readonly string[];
  readonly acknowledged: number;
  readonly listed: number;
  readonly mostBytes: number;
}

/** L2: a heap of 128 MB, in which files are imported and everything is listed, and which then overflows under load. */
export const memoryCap: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let n = 0; n < count; n += 1) {
    const own = random.fork();
    const schools = count > 2 ? 10_000 : 1_000;
    seen.push(await inFolder((folder) => capped(programs, { directory: join(folder, 'data'), schools, random: own })));
  }
  const sum = (of: (one: Seen) => number): string => seen.reduce((all, one) => all + of(one), 0).toLocaleString('en');
  return {
    trials: count,
    failures: seen.flatMap(({ failures }) => failures),
    seen:
      `${sum(({ listed }) => listed)} schools imported from CSV files and listed, most memory meanwhile ` +
      `${megabytes(Math.max(...seen.map(({ mostBytes }) => mostBytes)))}; ${sum(({ acknowledged }) => acknowledged)} ` +
      `commands acknowledged before the ends`,
  };
};

const capped = async (
  programs: Programs,
  { directory, schools, random }: { readonly directory: string; readonly schools: number; readonly random: Random },
): Promise<Seen> => {
  const ledger = new Ledger(directory);
  const service = await Service.start(programs, directory, { child: 'leaking-service', node: [heap] });
  const faults: string[] = [];
  const rows = Array.from({ length: schools }, (_, n) => rowOf(schoolCode(500_000 + n), `示例职业学校${n}`));
  const { status } = await uploadedTo(service, sheetFiles[0], ...rows);
  if (status !== 200) faults.push(`an import is answered ${status}`);
  const listed = await listedBy(service);
  if (listed !== schools) faults.push(`${listed} of ${schools} schools are listed`);
  const mostBytes = mostResidentBytes(service.process.pid);
  const pressing = new Pressing(service, ledger, 0);
  await after(random.between(200, 1_000));
  await ledger.look();
  service.process.signal('SIGUSR2');
  const cut = setTimeout(() => service.process.kill(), longestMs);
  await service.process.ended;
  clearTimeout(cut);
  await pressing.stop();
  if (!service.process.errors.includes('heap out of memory')) faults.push('ended, but not by a full heap');
  faults.push(...pressing.faults, ...(await ledger.broken()));
  return { failures: told(`seed ${random.seed}`, faults), acknowledged: ledger.kept.length, listed, mostBytes };
};

/** How many schools the pages of the list hold together. */
const listedBy = async (service: Service): Promise<number> => {
  let listed = 0;
  for (let next: string | null = ''; next !== null;) {
    const { body } = await service.get(`/api/v1/schools?limit=200&after=${next}`);
    const page = body as { readonly items: readonly unknown[]; readonly next: string | null };
    listed += page.items.length;
    next = page.next;
  }
  return listed;
};
