import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { FakeKurrentServer } from '#platform/event-store-kurrentdb/fake';
import type { FakeKurrentServerOptions } from '#platform/event-store-kurrentdb/fake';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import type { KurrentEventStoreOptions, OpenKurrentEventStore } from '#platform/event-store-kurrentdb';
import { all, anEvent, Certificates } from '#testing';

describe('the check of the servers', () => {
  let certificates: Certificates;
  let ends: (() => Promise<void>)[] = [];
  beforeAll(() => {
    certificates = new Certificates();
  });
  afterEach(async () => {
    for (const end of ends.toReversed()) await end();
    ends = [];
  });
  afterAll(() => certificates.remove());

  const start = async (options: FakeKurrentServerOptions): Promise<FakeKurrentServer> => {
    const fake = await FakeKurrentServer.start(options);
    ends.push(() => fake.stop());
    return fake;
  };
  const open = (options: KurrentEventStoreOptions): OpenKurrentEventStore => {
    const opened = openKurrentEventStore({ timeoutMs: 3000, ...options });
    ends.push(() => opened.close());
    return opened;
  };
  const secure = async (options: FakeKurrentServerOptions = {}): Promise<FakeKurrentServer> => {
    const [cert, key] = ['node.crt', 'node.key'].map((name) => readFileSync(certificates.of(name)));
    return start({ ...options, certificate: { cert: cert as Buffer, key: key as Buffer } });
  };
  const urlOf = ({ address }: FakeKurrentServer, ca: string): string =>
    `kurrentdb://office:sEcret@${address}?tlsCaFile=${encodeURIComponent(certificates.of(ca))}`;

  it('is content with a node that is encrypted and durable', async () => {
    const fake = await secure({ options: { MemDb: 'false', UnsafeDisableFlushToDisk: 'False', Insecure: 'false' } });
    const report = await open({ url: urlOf(fake, 'ca.crt') }).check();
    expect(report).toEqual({ nodes: [{ address: fake.address, version: expect.any(String) }], unfit: [], unknown: [] });
  });

  it.each(['MemDb', 'mem-db', 'Insecure', 'UnsafeDisableFlushToDisk', 'UnsafeIgnoreHardDelete'])(
    'refuses a node with %s, unless that is allowed',
    async (name) => {
      const fake = await secure({ options: { [name]: 'True', RunProjections: 'All' } });
      const url = urlOf(fake, 'ca.crt');
      const reason = `${fake.address} ${name}`;
      await expect(open({ url }).check()).rejects.toMatchObject({ code: 'unfit-server', reasons: [reason] });
      expect(await open({ url, allowUnfit: true }).check()).toMatchObject({ unfit: [reason] });
    },
  );

  it('refuses a way that is not encrypted, or that trusts anyone', async () => {
    const plain = await start({});
    await expect(open({ url: plain.url }).check()).rejects.toMatchObject({ reasons: ['tls=false'] });
    const fake = await secure();
    const trusting = open({ url: `kurrentdb://${fake.address}?tlsVerifyCert=false` });
    await expect(trusting.check()).rejects.toMatchObject({ reasons: ['tlsVerifyCert=false'] });
  });

  it('says so where the server does not show its options', async () => {
    const fake = await secure();
    const { unknown } = await open({ url: urlOf(fake, 'ca.crt') }).check();
    expect(unknown).toEqual([`${fake.address} does not show its options (401)`]);
  });

  it('12.3.2 L2 and all else work over TLS with the right authority, and nothing with a wrong one', async () => {
    const fake = await secure();
    const right = open({ url: urlOf(fake, 'ca.crt') });
    await right.store.append('case-1', [anEvent()], 'no_stream');
    expect(await all(right.store.readStream('case-1'))).toHaveLength(1);
    const wrong = open({ url: urlOf(fake, 'stranger.crt') });
    const refused = { code: expect.stringMatching(/^(store-unavailable|timeout)$/) };
    const tries = [
      wrong.check(),
      wrong.store.append('case-2', [anEvent()], 'any'),
      all(wrong.store.readStream('case-1')),
    ];
    for (const tried of tries) {
      const error: unknown = await tried.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(refused);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('sEcret');
    }
    expect(fake.log.all).toHaveLength(1);
  });

  it('fails where nobody answers', async () => {
    const fake = await start({});
    await fake.goAway();
    await expect(open({ url: fake.url }).check()).rejects.toMatchObject({ code: 'store-unavailable' });
    await fake.comeBack();
  });
});
