import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ReceiverAddresses, secretFrom, Sender } from '#platform/webhooks';
import { makeCertificate, Receiver } from './receiver.spec-kit.ts';

const secret = secretFrom(Buffer.alloc(32, 7), 'platform-changes', 17);
type Resolve = ConstructorParameters<typeof ReceiverAddresses>[1];
const loopback = '127.0.0.0/8';

describe('the sender', () => {
  let certificate: ReturnType<typeof makeCertificate>;
  let receiver: Receiver;
  beforeAll(() => {
    certificate = makeCertificate();
  });
  beforeEach(async () => {
    receiver = await new Receiver(certificate).listen();
  });
  afterEach(() => receiver.close());

  const send = (
    host = '127.0.0.1',
    {
      networks = [loopback],
      ca = certificate.ca,
      resolve,
    }: { networks?: string[]; ca?: string; resolve?: Resolve } = {},
  ) =>
    new Sender({ addresses: new ReceiverAddresses(networks, resolve), ca, timeoutMs: 1_000 }).send({
      url: `https://${host}:${receiver.port}/hook?a=1`,
      id: 'platform-changes_1204_0',
      body: '{"type":"ping"}',
      secret,
    });

  it('posts what the receiver can verify', async () => {
    expect(await send()).toMatchObject({ isTaken: true, status: 204, error: null });
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.received;
    expect(path).toBe('/hook?a=1');
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({ type: 'ping' });
  });

  it('connects to the very address that was looked at, and holds the certificate to the name', async () => {
    let asked = 0;
    const resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }]);
    };
    expect(await send('receiver.example', { resolve })).toMatchObject({ isTaken: true });
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`receiver.example:${receiver.port}`);
    const wrong = { resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) };
    expect(await send('stranger.example', wrong)).toMatchObject({ error: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('15.3.2 L2 no redirect is followed', async () => {
    const elsewhere = await new Receiver(certificate).listen();
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.status = status;
      receiver.answerHeaders = { location: `https://127.0.0.1:${elsewhere.port}/` };
      expect(await send()).toMatchObject({ isTaken: false, status, error: 'redirect-refused' });
    }
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it('says nothing to a name that leads inside, nor to whom it cannot be sure of', async () => {
    const inside = { networks: [], resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) };
    expect(await send('receiver.example', inside)).toMatchObject({ error: 'address-refused' });
    expect(await send('127.0.0.1', { networks: [] })).toMatchObject({ error: 'address-refused' });
    const { ca } = makeCertificate();
    expect(await send('127.0.0.1', { ca })).toMatchObject({ isTaken: false, status: null });
    expect(receiver.received).toHaveLength(0);
  });

  it('waits for a silent one no longer than it may, and reads no long answer', async () => {
    receiver.isSilent = true;
    expect(await send()).toMatchObject({ isTaken: false, status: null, error: 'timeout' });
    receiver.isSilent = false;
    receiver.status = 200;
    receiver.answer = 'x'.repeat(10_000_000);
    expect(await send()).toMatchObject({ isTaken: true, status: 200 });
  });

  it('takes no other answer than 2xx for a receipt, and no one at all for a failure', async () => {
    receiver.status = 500;
    expect(await send()).toMatchObject({ isTaken: false, status: 500, error: 'status' });
    await receiver.close();
    expect(await send()).toMatchObject({ isTaken: false, status: null });
  });
});
