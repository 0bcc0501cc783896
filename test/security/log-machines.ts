import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Certificates, until } from '#testing';

// Two real rsyslogd, with the very files of docker/host but for names, ports and folders: one ships, one is the log host.

/** Puts what stands on this machine in place of the examples. @throws when the file has no such example */
const filledIn = (file: string, examples: Readonly<Record<string, string>>): string => {
  let text = readFileSync(join('docker/host', file), 'utf8');
  for (const [example, here] of Object.entries(examples)) {
    if (!text.includes(example)) throw new Error(`${file} no longer says ${example}`);
    text = text.replaceAll(example, here);
  }
  return text;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** One rsyslogd and its folder. */
class Rsyslog {
  readonly #folder: string;
  #process: ChildProcess | undefined;

  constructor(folder: string, configuration: string) {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'rsyslog.conf'), `global(workDirectory="${folder}")\n${configuration}`);
    this.#folder = folder;
  }

  start(): void {
    const [configuration, pidFile] = ['rsyslog.conf', 'pid'].map((name) => join(this.#folder, name));
    const args = ['-n', '-f', configuration ?? '', '-i', pidFile ?? ''];
    this.#process = spawn('rsyslogd', args, { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  }

  /** The text of its queue on disk. */
  spooled(): string {
    const files = readdirSync(this.#folder).filter((name) => name.startsWith('redline.'));
    return files.map((name) => readFileSync(join(this.#folder, name), 'utf8')).join('\n');
  }

  async kill(): Promise<void> {
    if (!this.#process) return;
    const ended = once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await ended;
    this.#process = undefined;
  }
}

/** The machine of the service, as far as its log goes, and the log host. */
export class LogMachines {
  /** The log host's files. */
  readonly archive: string;
  readonly #certificates = new Certificates();
  readonly #shipper: Rsyslog;
  readonly #host: Rsyslog;
  readonly #socket: string;

  /** What is not on this machine; undefined when everything is. */
  static missing(): string | undefined {
    const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
    const hasRelp = [...folders, '.'].some((name) => existsSync(join('/usr/lib', name, 'rsyslog/omrelp.so')));
    return existsSync('/usr/sbin/rsyslogd') && hasRelp ? undefined : 'rsyslog with its RELP module is not here';
  }

  private constructor(folder: string, port: number) {
    this.archive = join(folder, 'archive');
    this.#socket = join(folder, 'log');
    const common = {
      'port="2514"': `port="${port}"`,
      '/etc/redline/log/ca.crt': this.#certificates.of('ca.crt'),
      '/etc/redline/log/host.crt': this.#certificates.of('node.crt'),
      '/etc/redline/log/host.key': this.#certificates.of('node.key'),
    };
    const ship = filledIn('ship-log.conf', {
      ...common,
      'target="log-host.example"': 'target="127.0.0.1"',
      'tls.permittedPeer=["log-host.example"]': 'tls.permittedPeer=["node"]',
    });
    const keep = filledIn('log-host.conf', {
      ...common,
      '/var/log/redline': this.archive,
      'service-host.example': 'node',
    });
    // In the place of the journal's socket, which Debian's own configuration reads.
    const input = `module(load="imuxsock" SysSock.Use="off")\ninput(type="imuxsock" Socket="${this.#socket}")\n`;
    this.#shipper = new Rsyslog(join(folder, 'shipper'), `${input}${ship}`);
    this.#host = new Rsyslog(join(folder, 'host'), keep);
  }

  /** @throws where there is no rsyslog with its RELP modules: .ci/run installs both */
  static async in(folder: string): Promise<LogMachines> {
    const { error } = spawnSync('rsyslogd', ['-v'], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
    if (error) throw new Error('rsyslogd is missing: install rsyslog and rsyslog-relp');
    return new LogMachines(folder, await freePort());
  }

  /** Starts the shipper; settled once whoever writes to its socket is heard. */
  async startShipper(): Promise<void> {
    this.#shipper.start();
    await until(() => existsSync(this.#socket));
  }

  startHost(): void {
    this.#host.start();
  }

  killShipper(): Promise<void> {
    return this.#shipper.kill();
  }

  killHost(): Promise<void> {
    return this.#host.kill();
  }

  /** What the journal does with a service's standard error. End it by ending its input. */
  journal(): ChildProcess {
    const args = ['--socket', this.#socket, '--tag', 'redline', '--size', '64KiB'];
    return spawn('logger', args, { stdio: ['pipe', 'ignore', 'inherit'] });
  }

  /** Every line on the log host, with when it came and from where. */
  lines(): readonly string[] {
    if (!existsSync(this.archive)) return [];
    return readdirSync(this.archive)
      .toSorted()
      .flatMap((name) => readFileSync(join(this.archive, name), 'utf8').split('\n').slice(0, -1));
  }

  /** What waits on the disk of the service's machine to be shipped. */
  waiting(): string {
    return this.#shipper.spooled();
  }

  async remove(): Promise<void> {
    await this.killShipper();
    await this.killHost();
    this.#certificates.remove();
  }
}
