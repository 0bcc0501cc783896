import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';

const files = ['apps', 'libs', 'test', 'bench', 'docker', 'docs', 'tools', 'demo/source'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => `${entry.parentPath}/${entry.name}`),
);
const sources = files.filter((file) => /^(?:apps|libs)\/.*\.ts$/.test(file) && !/\.spec(?:-kit)?\.ts$/.test(file));
const shipped = sources.filter((file) => !/^libs\/testing\/|\/fake\//.test(file));
const linesLike = (among: readonly string[], pattern: RegExp): readonly string[] =>
  among.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

describe('the sources', () => {
  it('are looked at', () => expect(shipped.length).toBeGreaterThan(300));

  it('11.2.1 L2 take their cryptography from node:crypto and from nowhere else', () => {
    expect(linesLike(shipped, /from '(?:crypto-js|bcrypt|bcryptjs|sjcl|node-forge|md5|sha1|tweetnacl)'/)).toEqual([]);
    expect(linesLike(shipped, /from 'crypto'/)).toEqual([]);
  });

  it('11.3.2 L1 encrypt with nothing that is broken', () => {
    expect(linesLike(shipped, /createCipheriv\('(?!aes-256-gcm)|\bcreateCipher\(/)).toEqual([]);
  });

  it('11.4.2 L2 hash with nothing that is broken', () => {
    expect(linesLike(shipped, /createH(?:ash|mac)\('(?!sha256|sha512)/)).toEqual([]);
  });

  it('11.5.1 L2 leave nothing but delays to chance that can be guessed', () => {
    const delays = /(?:pause|Delay|jitter)/i;
    expect(linesLike(shipped, /Math\.random\(/).filter((line) => !delays.test(line))).toEqual([]);
  });

  it('1.2.4 L1 put nothing but names of their own into SQL', () => {
    const put = linesLike(shipped, /(?:query|prepare|exec)\((?:`[^`]*\$\{|'[^']*' \+)/);
    const own = /\$\{(?:select|table|hasPrefix\('t\.name'\)|logChannel|schema|column)\}/;
    expect(put.length).toBeGreaterThan(3);
    expect(put.filter((line) => !own.test(line))).toEqual([]);
  });

  it('13.3.1 L2 hold no secret', () => {
    const texts = files.filter(
      (file) => !/\.(?:xlsx|csv|png)$|^package-lock\.json$/.test(file) && !file.endsWith('.spec.ts'),
    );
    const secret =
      /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abp]-\w{10}|(?:password|secret)\s*[:=]\s*['"][^'"$<{\s]{8,}['"]/i;
    expect(texts.length).toBeGreaterThan(400);
    expect(linesLike(texts, secret)).toEqual([]);
  });
});
