import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { ReadProgress } from '../read-side.ts';
import { sendProblem } from './problem.ts';
import { Pressure } from './pressure.ts';
import { addServerHooks } from './server-hooks.ts';

/** A window with these delays, in ms, as Node's histogram has them: its own 20 ms are in them. */
const window = (mean: number, longest = mean) => ({
  count: 5,
  mean: (mean + 20) * 1e6,
  max: (longest + 20) * 1e6,
  reset: () => undefined,
});
const after = (...windows: readonly ReturnType<typeof window>[]): string => {
  const pressure = new Pressure();
  for (const one of windows) pressure.look(one);
  return pressure.load;
};
const calm = window(1, 15);
const lost = window(700);

describe('the pressure on the event loop', () => {
  it('is normal as long as the loop keeps up', () => {
    expect(after()).toBe('normal');
    expect(after(calm, window(150, 200))).toBe('normal');
  });

  it('is late after one long stall, and after that as before', () => {
    expect(after(calm, window(60, 2_000))).toBe('late');
    expect(after(lost)).toBe('late');
    expect(after(window(60, 2_000), calm)).toBe('normal');
  });

  it('is an overload when two windows running are lost, until one is not', () => {
    expect(after(lost, lost)).toBe('overloaded');
    expect(after(lost, window(500, 900), lost)).toBe('late');
    expect(after(lost, lost, lost, window(300))).toBe('late');
    expect(after(lost, lost, calm)).toBe('normal');
  });

  it('keeps its verdict where nothing was measured', () => {
    expect(after(lost, lost, { ...calm, count: 0 })).toBe('overloaded');
    expect(after(lost, { ...calm, count: 0 }, lost)).toBe('overloaded');
  });
});

const services: FastifyInstance[] = [];
afterEach(() => Promise.all(services.splice(0).map((service) => service.close())));

it('refuses requests under an overload, but not those that ask how it is', async () => {
  const pressure = new Pressure();
  const service = Fastify();
  services.push(service);
  service.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  addServerHooks(service, { progress: { head: 1 } as ReadProgress, publicHost: undefined, pressure });
  const paths = ['/api/v1/schools', '/healthy', '/health/live', '/health/ready?a=1', '/metrics'];
  for (const path of paths) service.get(path.replace('?a=1', ''), () => 'answered');
  const statuses = async (): Promise<readonly number[]> => {
    const answers = await Promise.all(paths.map((url) => service.inject({ url, headers: { host: 'localhost' } })));
    return answers.map((answer) => answer.statusCode);
  };
  expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
  for (const one of [lost, lost]) pressure.look(one);
  expect(await statuses()).toEqual([503, 503, 200, 200, 200]);
  const refused = await service.inject({ url: '/api/v1/schools', headers: { host: 'localhost' } });
  expect([refused.json<{ code: string }>().code, refused.headers['retry-after']]).toEqual(['overloaded', '1']);
  pressure.look(calm);
  expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
});
