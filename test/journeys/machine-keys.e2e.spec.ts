import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog, openReadSide, openRegister } from '#composition';
import { readKey, secretsEqual } from '#platform/machine-keys';
import { all } from '#testing';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'keys-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const redline = (...args: readonly string[]): Promise<Run> =>
  new Promise((resolve, reject) => {
    const { REDLINE_DATA_DIR: _, ...env } = process.env;
    const child = spawn(process.execPath, ['--import', './tools/swc.mjs', 'apps/cli/src/main.ts', ...args], { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });

const fresh = (): Promise<string> => mkdtemp(join(folder, 'data-'));
const client = ['--client', 'admission-platform'] as const;
const registration = ['--name', '海口市中招平台', '--contact', '信息中心值班'] as const;
const reading = ['--scope', 'eligibility:read'] as const;

/** The key on the first line of what was printed. */
const keyOf = ({ stdout }: Run): string => stdout.split('\n')[0] ?? '';
const idOf = (run: Run): string => readKey(keyOf(run))?.keyId ?? '';

interface Listed {
  readonly clients: readonly { readonly id: string; readonly keys: readonly Readonly<Record<string, unknown>>[] }[];
}
const listed = async (data: string): Promise<Listed> => {
  const { code, stdout } = await redline('keys', 'list', '--json', '--data', data);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Listed;
};

describe('redline keys issue', () => {
  it('registers a new machine, prints the key once, and keeps its hash and not its secret', async () => {
    const data = await fresh();
    const limits = ['--school', '3646012001', '--school', '3646012002', '--district', '龙华区', '460105'];
    const more = [...limits, '--address', '10.0.0.0/8', '--days', '30', '--per-minute', '60'];
    const issued = await redline('keys', 'issue', ...client, ...registration, ...reading, ...more, '--data', data);
    expect([issued.code, issued.stderr]).toEqual([0, '']);
    expect(issued.stdout).toContain('密钥只显示这一次');
    const key = keyOf(issued);
    const read = readKey(key);
    expect(read).toBeDefined();

    const { log, close } = openLog(data);
    const events = await all(log.read());
    await close();
    expect(events.map(({ type }) => type)).toEqual(['MachineClientRegistered', 'MachineKeyIssued']);
    const actor = expect.stringMatching(/./);
    for (const { metadata } of events)
      expect(metadata).toMatchObject({ actor, actorTrust: 'unverified', source: 'cli' });
    expect(events[1]?.data).toMatchObject({
      client: 'admission-platform',
      ...read,
      scopes: ['eligibility:read'],
      schools: ['3646012001', '3646012002'],
      districts: ['460105', '460106'],
      addresses: ['10.0.0.0/8'],
      requestsPerMinute: 60,
    });
    const { issuedAt: from, expiresAt: until } = { issuedAt: '', expiresAt: '', ...events[1]?.data };
    expect(Date.parse(until) - Date.parse(from)).toBe(30 * 86_400_000);
    const secret = key.slice('ek_live_12345678_'.length, -'_123456'.length);
    for (const file of await readdir(data)) expect((await readFile(join(data, file))).includes(secret)).toBe(false);
  });

  it('needs a registered machine, and names every reason with exit 2; nothing goes to standard output', async () => {
    const data = await fresh();
    const unknown = await redline('keys', 'issue', ...client, ...reading, '--data', data);
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toBe(
      'redline: 该接入方未登记（admission-platform）。请先登记接入方，写明名称和联系人，或核对代号。\n',
    );
    const wrong = ['--scope', 'all', '--school', '36460', '--address', '10.1.2.3/8', '--days', '366'];
    const bad = await redline('keys', 'issue', ...client, ...registration, ...wrong, '--data', data, '--lang', 'en');
    expect([bad.code, bad.stdout]).toEqual([2, '']);
    expect(bad.stderr.trimEnd().split('\n')).toEqual([
      expect.stringContaining('no such scope (all)'),
      expect.stringContaining('list of schools is wrong (36460)'),
      expect.stringContaining('address range is wrong (10.1.2.3/8)'),
      expect.stringContaining('more than 365 days'),
    ]);
    const machine = await redline(
      'keys',
      'issue',
      ...client,
      '--name',
      '无联系人',
      ...reading,
      '--data',
      data,
      '--json',
    );
    expect(machine.code).toBe(2);
    expect(JSON.parse(machine.stdout)).toEqual({ refused: [{ code: 'client-details-missing', field: 'contact' }] });
  });

  it('makes no secret for tokens alone, and says so wherever the key is listed', async () => {
    const data = await fresh();
    const issue = (...args: readonly string[]) =>
      redline('keys', 'issue', ...client, ...reading, '--tokens', ...args, '--data', data);
    const issued = await issue(...registration, '--address', '10.0.0.0/8', '--days', '30');
    expect([issued.code, issued.stderr]).toEqual([0, '']);
    expect(issued.stdout).toMatch(/^[0-9A-Za-z]{8}\n该接入方即可凭访问令牌访问，没有生成密钥/);
    const other = JSON.parse((await issue('--json')).stdout) as Readonly<Record<string, unknown>>;
    expect(other).toMatchObject({ client: 'admission-platform', use: 'TOKENS', key: null });
    const { log, close } = openLog(data);
    const events = await all(log.read());
    await close();
    const forTokens = 'MachineKeyIssuedForTokens';
    expect(events.map(({ type }) => type)).toEqual(['MachineClientRegistered', forTokens, forTokens]);
    for (const event of events) expect(event.data).not.toHaveProperty('secretHash');
    expect((await listed(data)).clients[0]?.keys).toMatchObject([
      { keyId: keyOf(issued), use: 'TOKENS', addresses: ['10.0.0.0/8'] },
      { keyId: other['keyId'], use: 'TOKENS' },
    ]);
    expect((await redline('keys', 'list', '--data', data)).stdout).toMatch(/ 令牌授权 +有效 /);
    const third = await redline('keys', 'issue', ...client, ...reading, '--data', data, '--lang', 'en');
    expect(third.stderr).toContain(`two live keys already (${keyOf(issued)}, ${String(other['keyId'])})`);
  });

  it.each([
    [[...client]],
    [[...reading]],
    [[...client, ...reading, '--days', 'many']],
    [[...client, ...reading, '--per-minute', '-1']],
  ])('ends with 1 when it is called mistakenly: %j', async (args) => {
    const { code, stdout } = await redline('keys', 'issue', ...args, '--data', join(folder, 'none'));
    expect([code, stdout]).toEqual([1, '']);
  });
});

describe('changing over from one key to the next', () => {
  it('has two keys for a while, never three, and the old one ends at once', async () => {
    const data = await fresh();
    const issue = (...args: readonly string[]) =>
      redline('keys', 'issue', ...client, ...reading, ...args, '--data', data);
    const old = await issue(...registration);
    const next = await issue();
    const third = await issue('--lang', 'en');
    expect([old.code, next.code, third.code, third.stdout]).toEqual([0, 0, 2, '']);
    expect(third.stderr).toContain(`two live keys already (${idOf(old)}, ${idOf(next)})`);

    const revoke = (reason: string) =>
      redline('keys', 'revoke', ...client, '--key', idOf(old), '--reason', reason, '--data', data);
    expect(await revoke('轮换')).toMatchObject({ code: 0, stdout: `密钥已经吊销（${idOf(old)}），不能再使用。\n` });
    expect(await revoke('轮换')).toMatchObject({ code: 0 });
    const again = await revoke('泄露');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('已因另一理由吊销')]);
    expect((await issue()).code).toBe(0);

    const [only, ...others] = (await listed(data)).clients;
    expect([only?.id, others]).toEqual(['admission-platform', []]);
    expect(only?.keys.map(({ keyId, revocationReason }) => [keyId, revocationReason]).slice(0, 2)).toEqual([
      [idOf(old), '轮换'],
      [idOf(next), null],
    ]);
    const { stdout } = await redline('keys', 'list', '--data', data);
    expect(stdout).toMatch(new RegExp(`${idOf(old)} +密钥 +已吊销 .*\n.*${idOf(next)} +密钥 +有效 `));
    expect(JSON.stringify(only) + stdout).not.toMatch(/[0-9a-f]{64}|secret/);
  });

  it('is seen by the service over the same directory, key by key', async () => {
    const data = await fresh();
    const old = await redline('keys', 'issue', ...client, ...registration, ...reading, '--data', data);
    await redline('keys', 'revoke', ...client, '--key', idOf(old), '--reason', '轮换', '--data', data);
    const next = await redline('keys', 'issue', ...client, ...reading, '--data', data, '--json');
    const { key } = JSON.parse(next.stdout) as { key: string };
    const register = openRegister(data);
    const readSide = await openReadSide(data, register.log, () => undefined);
    try {
      await readSide.runner.waitFor('all', (await register.log.head()) ?? -1n, 20_000);
      const shown = readKey(key);
      const found = await readSide.machineClients.keyById(shown?.keyId ?? '');
      expect(secretsEqual(found?.secretHash ?? '', shown?.secretHash ?? '-')).toBe(true);
      expect(found?.revokedAt).toBeNull();
      expect((await readSide.machineClients.keyById(idOf(old)))?.revokedAt).not.toBeNull();
      expect(await readSide.machineClients.clients()).toEqual((await listed(data)).clients);
    } finally {
      await readSide.close();
      await register.close();
    }
  });
});

describe('redline keys list', () => {
  it('works beside a writer, and says so when there is nothing', async () => {
    const data = await fresh();
    const register = openRegister(data);
    const list = await redline('keys', 'list', '--data', data);
    const issue = await redline('keys', 'issue', ...client, ...registration, ...reading, '--data', data);
    await register.close();
    expect(list).toMatchObject({ code: 0, stdout: '还没有登记接入方。\n' });
    expect([issue.code, issue.stdout]).toEqual([1, '']);
    expect(issue.stderr).toContain('另有程序正在写入数据目录');
  });
});
