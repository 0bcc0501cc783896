import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Why the trials that need `strace` cannot run here; undefined when they can. */
export const straceMissing = (): string | undefined => {
  const { error, status } = spawnSync('strace', ['-o', '/dev/null', 'true']);
  if (error) return 'strace is not installed';
  return status === 0 ? undefined : 'strace may not trace processes on this machine';
};

/** Everything by which a file, or its name, comes to be or changes; what the disk model does not know it refuses. */
const changing =
  'openat,mkdir,unlink,rename,link,pwrite64,write,ftruncate,fsync,fdatasync,' +
  'open,creat,mkdirat,unlinkat,renameat,renameat2,linkat,symlinkat,truncate,' +
  'pwritev,pwritev2,writev,fallocate,copy_file_range,sync_file_range';

const words = (line: string): readonly string[] => line.split(' ');

/** The command that a traced program is put behind. `inject` is strace's own expression. */
export const tracing = (into: string, inject?: string): readonly string[] => [
  ...words(`strace -f --seccomp-bpf -ff -y -xx -s 2000000 -e signal=none -e trace=${changing}`),
  ...(inject === undefined ? [] : ['-e', `inject=${inject}`]),
  '-o',
  join(into, 'calls'),
];

/** The command that makes calls fail without writing them down. */
export const injecting = (calls: string, inject: string): readonly string[] =>
  words(`strace -f --seccomp-bpf -qq -o /dev/null -e signal=none -e trace=${calls} -e inject=${calls}:${inject}`);

/** The calls of the one thread that knows of anything below `subject`, as strace wrote them into `folder`. */
export const callsIn = async (folder: string, subject: string): Promise<string> => {
  const texts = await Promise.all(
    (await readdir(folder))
      .filter((name) => name.startsWith('calls.'))
      .map((name) => readFile(join(folder, name), 'latin1')),
  );
  const name = Buffer.from(subject)
    .toString('hex')
    .replaceAll(/../g, String.raw`\x$&`);
  const writing = texts.filter((text) => text.includes(name));
  if (writing.length !== 1) throw new Error(`${writing.length} threads touched ${subject}`);
  return writing[0] ?? '';
};
