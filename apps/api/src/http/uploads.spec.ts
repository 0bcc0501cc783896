import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { takeUploads } from './uploads.ts';

const server = fastify();
beforeAll(async () => {
  void server.register(takeUploads);
  server.post('/other', (request, reply) => void reply.send());
  server.post(
    '/api/v1/imports',
    (request, reply) => void reply.send([request.isMultipart(), reply.raw.listenerCount('close')]),
  );
  await server.ready();
});
afterAll(() => server.close());

const posted = async (type: string, payload: string): Promise<unknown> =>
  (await server.inject({ method: 'POST', url: '/api/v1/imports', headers: { 'content-type': type }, payload })).json();

describe('uploads', () => {
  it('hook into requests that carry one, and into no others', async () => {
    const [isOther, others] = (await posted('application/json', '{}')) as [boolean, number];
    const [isUpload, ofUploads] = (await posted('Multipart/Form-Data; boundary=x', '--x--')) as [boolean, number];
    expect([isOther, isUpload]).toEqual([false, true]);
    expect(ofUploads - others).toBe(1);
  });

  it('are taken at one address alone', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    await expect(
      server.inject({ method: 'POST', url: '/other', headers, payload: '--x--' }),
    ).resolves.not.toMatchObject({
      statusCode: 200,
    });
  });
});
