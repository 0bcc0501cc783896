import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for this machine, by an authority that nobody else knows. */
export const makeCertificate = (): { readonly ca: string; readonly cert: string; readonly key: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'redline-receiver-'));
  const run = (line: string): void => {
    const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  try {
    run(`req -x509 ${key} -keyout ca.key -out ca.crt -days 2 -subj /CN=ca`);
    run(`req ${key} -keyout node.key -out node.csr -subj /CN=node`);
    writeFileSync(
      join(folder, 'node.ext'),
      'subjectAltName=IP:127.0.0.1,DNS:receiver.example\nbasicConstraints=CA:FALSE\n',
    );
    run('x509 -req -in node.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out node.crt -days 2 -extfile node.ext');
    const [ca, cert, own] = ['ca.crt', 'node.crt', 'node.key'].map((name) => readFileSync(join(folder, name), 'utf8'));
    return { ca: ca ?? '', cert: cert ?? '', key: own ?? '' };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What came in. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver on the loopback that answers what it is told to. */
export class Receiver {
  readonly received: Received[] = [];
  port = 0;
  status = 204;
  answerHeaders: Readonly<Record<string, string>> = {};
  answer = '';
  /** Takes a message and says nothing. */
  isSilent = false;
  readonly #server;

  constructor(certificate: { readonly cert: string; readonly key: string }) {
    this.#server = createServer(certificate, (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        this.received.push({ path, headers, body: Buffer.concat(parts).toString('utf8') });
        if (!this.isSilent) response.writeHead(this.status, this.answerHeaders).end(this.answer);
      });
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
