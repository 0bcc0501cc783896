import type { PartitionOrder } from '../p5-partitions.ts';
import type { Job } from './child.ts';

/** What each job does; modules are loaded before the clock starts, and none that the job does not need. */
const jobs: Readonly<Record<Job, (order: never) => Promise<() => Promise<unknown>>>> = {
  rebuild: async ({ directory }: { readonly directory: string }) => {
    const { rebuildIn } = await import('../p5-rebuild.ts');
    return () => rebuildIn(directory);
  },
  import: async (order: { readonly file: string; readonly directory: string }) => {
    const { importInto } = await import('../p10-import.ts');
    return () => importInto(order);
  },
  exceljs: async ({ file }: { readonly file: string }) => {
    const { readWithExceljs } = await import('../p10-import.ts');
    return () => readWithExceljs(file);
  },
  emmett: async ({ name }: { readonly name: string }) => {
    const { appendWithEmmett } = await import('./emmett.ts');
    return () => appendWithEmmett(name);
  },
  start: async ({ directory }: { readonly directory: string }) => {
    const { startIn } = await import('../p7-start.ts');
    return () => startIn(directory);
  },
  partition: async (order: PartitionOrder) => {
    const { rebuildPartition } = await import('../p5-partitions.ts');
    return () => rebuildPartition(order);
  },
};

const [job, order] = process.argv.slice(2);
const work = await jobs[job as Job](JSON.parse(order ?? '{}') as never);
const cpu = process.cpuUsage();
const startMs = performance.now();
await work();
const wallUs = (performance.now() - startMs) * 1000;
const { user, system } = process.cpuUsage(cpu);
const maxRssMebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ cpuUs: user + system, wallUs, maxRssMebibytes }));
