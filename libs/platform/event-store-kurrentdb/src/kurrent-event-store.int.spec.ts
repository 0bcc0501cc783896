import { afterAll, beforeAll, describe } from '@jest/globals';
import { anEvent, storeContract } from '#testing';
import { ServerUnderTest } from './under-test.spec-kit.ts';

describe.each(['batch', 'plain'] as const)('KurrentDB by the %s append', (path) => {
  let server: ServerUnderTest;
  beforeAll(async () => {
    server = await ServerUnderTest.start({ path });
    // The client's first append of all is overtaken by the second: order is kept from then on.
    await (await server.openEmpty({})).store.append('warmUp-1', [anEvent()], 'any');
  });
  afterAll(() => server.stop());

  storeContract('in KurrentDB', (options) => server.openEmpty(options));
});
