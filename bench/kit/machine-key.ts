import { People, wangFang } from '../../test/journeys/people.ts';
import type { MeasuredServer } from './servers.ts';

/** The most that a key may be given. */
const mostPerMinute = 100_000;
let issued = 0;

/** A key that opens every question, of a client of its own, at the running service. @throws Error with what it says */
export const issuedKey = async (
  { url, people }: Pick<MeasuredServer, 'url' | 'people'>,
  requestsPerMinute = mostPerMinute,
): Promise<string> => {
  const headers = { 'content-type': 'application/json', cookie: await people.cookieOf(People.administrator) };
  const send = async (path: string, body: object): Promise<Readonly<Record<string, string>>> => {
    const answer = await fetch(`${url}/api/v1/machine-clients${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, string>>;
  };
  issued += 1;
  const client = `bench-${issued}`;
  await send('', { id: client, name: 'bench', contact: 'bench' });
  const answer = await send(`/${client}/keys`, { scopes: ['eligibility:read'], requestsPerMinute });
  const cookie = await people.cookieOf(wangFang);
  const seen = await fetch(`${url}/api/v1/schools?minPosition=${answer['position']}`, { headers: { cookie } });
  if (seen.status !== 200) throw new Error(`the key is not seen: ${seen.status}`);
  return answer['key'] ?? '';
};
