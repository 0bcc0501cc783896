/** What one system call did to the disk, or told the world. */
export type DiskCall =
  | { readonly kind: 'created' | 'unlinked' | 'directory'; readonly path: string }
  | { readonly kind: 'written'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncated'; readonly path: string; readonly size: number }
  | { readonly kind: 'flushed' | 'flush-failed'; readonly path: string }
  /** Written to standard output: from here on the outside world knows it. */
  | { readonly kind: 'said'; readonly text: string };

const line = /^(\w+)\((.*)\)\s+= (-?\d+)/s;
const quoted = /"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/;
const ofDescriptor = /^(\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?/;

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll(String.raw`\x`, ''), 'hex');

/**
 * Reads what `strace -y -xx` wrote about one thread, as far as it concerns files below `folder`, and what was said.
 * @throws for a call that changes such a file in a way that is not modelled
 */
export const readDiskCalls = (text: string, folder: string): readonly DiskCall[] => {
  const calls: DiskCall[] = [];
  for (const written of text.split('\n')) {
    const call = readCall(written, folder);
    if (call) calls.push(call);
  }
  return calls;
};

const readCall = (written: string, folder: string): DiskCall | undefined => {
  const [, name = '', args = '', result = ''] = line.exec(written) ?? [];
  const failed = result.startsWith('-');
  const [, descriptor, hexPath, deleted] = ofDescriptor.exec(args) ?? [];
  const path = hexPath === undefined ? pathIn(args) : unhex(hexPath).toString();
  if (name === 'write' && descriptor === '1') return failed ? undefined : { kind: 'said', text: textIn(args) };
  if (name === '' || deleted !== undefined || !`${path}/`.startsWith(`${folder}/`)) return undefined;
  if (name === 'fsync' || name === 'fdatasync') return { kind: failed ? 'flush-failed' : 'flushed', path };
  return failed ? undefined : changeOf({ name, args, path, result: Number(result) });
};

const pathIn = (args: string): string => textIn(args.replace(/^AT_FDCWD<[^>]*>, /, ''));

const textIn = (args: string): string => bytesIn(args).toString();

const bytesIn = (args: string): Buffer => {
  const [, hex = '', cut] = quoted.exec(args) ?? [];
  if (cut !== undefined) throw new Error('strace cut a string off');
  return unhex(hex);
};

interface Change {
  readonly name: string;
  readonly args: string;
  readonly path: string;
  readonly result: number;
}

const changeOf = ({ name, args, path, result }: Change): DiskCall | undefined => {
  switch (name) {
    case 'openat':
      if (args.includes('O_TRUNC') && !args.includes('O_EXCL')) throw new Error(`${path}: opened to be emptied`);
      return args.includes('O_CREAT') ? { kind: 'created', path } : undefined;
    case 'mkdir':
      return { kind: 'directory', path };
    case 'unlink':
      return { kind: 'unlinked', path };
    case 'ftruncate':
      return { kind: 'truncated', path, size: Number(/, (\d+)$/.exec(args)?.[1]) };
    case 'pwrite64': {
      const bytes = bytesIn(args).subarray(0, result);
      return { kind: 'written', path, offset: Number(/, (\d+)$/.exec(args)?.[1]), bytes };
    }
    default:
      throw new Error(`${name} of ${path} is not modelled`);
  }
};
