import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { operationsOf } from '../journeys/any-request/described-operations.ts';
import type { Operation } from '../journeys/any-request/described-operations.ts';
import type { OpenApiDocument } from '../journeys/openapi-check.ts';
import { examplePath } from '../security/examples.ts';
import type { RecordedChild } from './kit/child.ts';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { pollutedBody, pollutedForms, pollutedHeaders, pollutedQuery } from './kit/polluting.ts';
import type { Polluting } from './kit/polluting.ts';
import type { Random } from './kit/random.ts';
import { registering, schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** H4: members of prototypes in bodies, queries, headers, patches and forms; the service looks from inside what came of it. */
export const pollutedPrototypes: Trial = async ({ random, count, programs }) =>
  inFolder(async (folder) => {
    const ledger = new Ledger(join(folder, 'data'));
    const service = await Service.start(programs, ledger.directory, { child: 'watched-service' });
    await ledger.send(service, registering(schoolCode(0)));
    const attack = await Attack.on(service);
    for (let n = 0; n < count; n += 1) await attack.once(random.fork(), n);
    const faults = [...attack.faults];
    const changed = await inheritedIn(service.process);
    if (changed.length > 0) faults.push(`every object now has ${changed.join()}`);
    service.process.signal('SIGHUP');
    await service.process.spoken('spoilt');
    if (!(await inheritedIn(service.process)).includes('Object.spoilt'))
      faults.push('the look from inside sees nothing');
    await ledger.look();
    faults.push(...(await service.drain()), ...(await ledger.broken()));
    if ((await ledger.unacknowledged()) !== 0) faults.push('something was recorded');
    return {
      trials: count,
      failures: told(`seed ${random.seed}`, faults),
      seen: `${attack.bodies.length} operations with a body, ${attack.queries.length} with a query; ${attack.refused.toLocaleString('en')} refused with 400, the rest with 415 or headers that change nothing`,
    };
  });

/** What every object of the service inherits and did not when it started. */
const inheritedIn = async (process: RecordedChild): Promise<readonly string[]> => {
  const before = process.said('inherited').length;
  process.signal('SIGUSR2');
  while (process.said('inherited').length === before) await after(1);
  return JSON.parse(process.said('inherited').at(-1)?.slice('inherited '.length) ?? '') as string[];
};

class Attack {
  readonly faults: string[] = [];
  refused = 0;

  private constructor(
    readonly service: Service,
    /** Operations that read a body of this officer, and questions that refuse what they do not know. */
    readonly bodies: readonly Operation[],
    readonly queries: readonly Operation[],
  ) {}

  static async on(service: Service): Promise<Attack> {
    const { body } = await service.get('/api/openapi.json');
    const bodies: Operation[] = [];
    const queries: Operation[] = [];
    for (const operation of operationsOf(body as OpenApiDocument)) {
      const address = examplePath(operation);
      const { method } = operation;
      const isRead = operation.body?.type === 'application/json';
      if (isRead && (await codeOf(service, { method, address, headers: json, body: '{' })) === 'malformed-json')
        bodies.push(operation);
      const asked = { method, address: `${address}?extra=1`, headers: {} };
      if (method === 'GET' && (await ask(service, asked)).status === 400) queries.push(operation);
    }
    return new Attack(service, bodies, queries);
  }

  async once(random: Random, n: number): Promise<void> {
    if (n % 4 === 0) return this.#headers(random);
    if (n % 4 === 1) return this.#expect([400, 415], pollutedForms(random), random);
    const operation = random.pick(n % 4 === 2 ? this.bodies : this.queries);
    const { method } = operation;
    const address = examplePath(operation);
    const polluting =
      n % 4 === 2
        ? { method, address, headers: json, body: pollutedBody(operation, random) }
        : { method, address: `${address}?${pollutedQuery(random)}`, headers: {} };
    await this.#expect([400], polluting, random);
  }

  async #headers(random: Random): Promise<void> {
    const address = examplePath(random.pick(this.queries));
    const { status } = await ask(this.service, { method: 'GET', address, headers: {} });
    await this.#expect([status], { method: 'GET', address, headers: pollutedHeaders(random) }, random);
  }

  async #expect(statuses: readonly number[], polluting: Polluting, random: Random): Promise<void> {
    const { status } = await ask(this.service, polluting);
    if (status === 400) this.refused += 1;
    if (!statuses.includes(status))
      this.faults.push(`seed ${random.seed}: ${JSON.stringify(polluting).slice(0, 500)} answered ${status}`);
  }
}

const json = { 'content-type': 'application/json' };

const ask = (service: Service, { method, address, headers, body }: Polluting): Promise<Response> =>
  fetch(`${service.url}${address}`, {
    method,
    headers: { cookie: service.cookie, ...headers },
    ...(body === undefined ? {} : { body }),
  });

const codeOf = async (service: Service, polluting: Polluting): Promise<string | undefined> =>
  ((await (await ask(service, polluting)).json().catch(() => ({}))) as { readonly code?: string }).code;
