import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two authorities that know nothing of each other, `ca` and `stranger`, and a certificate of the first for 127.0.0.1. */
export class Certificates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'redline-tls-'));

  constructor() {
    const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
    for (const name of ['ca', 'stranger'])
      this.#run(`req -x509 ${key} -keyout ${name}.key -out ${name}.crt -days 2 -subj /CN=${name}`);
    this.#run(`req ${key} -keyout node.key -out node.csr -subj /CN=node`);
    writeFileSync(this.of('node.ext'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n');
    this.#run(
      'x509 -req -in node.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out node.crt -days 2 -extfile node.ext',
    );
  }

  /** Where a file stands: `ca.crt`, `stranger.crt`, `node.crt` or `node.key`. */
  of(name: string): string {
    return join(this.#folder, name);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(line: string): void {
    const { status, stderr, error } = spawnSync('openssl', line.split(' '), { cwd: this.#folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(error?.message ?? stderr);
  }
}
