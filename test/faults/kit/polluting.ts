import type { Operation } from '../../journeys/any-request/described-operations.ts';
import { exampleText } from '../../security/examples.ts';
import type { Random } from './random.ts';

/** A request that tries to give every object a member. */
export interface Polluting {
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Written as JSON writes them, some so that the name is seen only by a parser. */
const names = ['"__proto__"', '"constructor"', '"prototype"', '"\\u005f_proto__"', '"__pro\\u0074o__"'];
const members = ['{"x":1}', '{"prototype":{"x":1}}', '{"__proto__":{"x":1}}', '[{"x":1}]', 'null', '1'];

/** The document's own example with one member more, in one of its objects. */
export const pollutedBody = (operation: Operation, random: Random): string => {
  const text = exampleText(operation);
  const objects = [...text.matchAll(/\{/g)].map(({ index }) => index + 1);
  const at = random.pick(objects);
  const rest = text.slice(at);
  const member = `${random.pick(names)}:${random.pick(members)}`;
  return `${text.slice(0, at)}${member}${rest.startsWith('}') ? '' : ','}${rest}`;
};

const queries = [
  '__proto__[x]=1',
  '__proto__.x=1',
  '__proto__=1',
  'constructor=1',
  'prototype=1',
  '%5F%5Fproto%5F%5F%5Bx%5D=1',
  'constructor[prototype][x]=1',
  'constructor.prototype.x=1',
  'prototype[x]=1',
  'a[__proto__][x]=1',
  '[__proto__][x]=1',
];

export const pollutedQuery = (random: Random): string => random.pick(queries);

/** Headers that nobody reads: the answer is what it would be without them. */
export const pollutedHeaders = (random: Random): Readonly<Record<string, string>> => ({
  [random.pick(['__proto__', 'constructor', 'prototype', 'constructor.prototype'])]: '{"x":1}',
  'x-patch': '[{"op":"add","path":"/__proto__/x","value":1}]',
});

/** Bodies of other forms: a patch, a form, an upload. */
export const pollutedForms = (random: Random): Polluting => {
  const name = random.pick(['__proto__', 'constructor.prototype', '__proto__[x]', 'constructor']);
  const parts = `--between\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n1\r\n--between--\r\n`;
  const forms = [
    ['/api/v1/schools', 'application/json-patch+json', `[{"op":"add","path":"/${name}/x","value":1}]`],
    ['/api/v1/schools', 'application/merge-patch+json', `{"${name}":{"x":1}}`],
    ['/api/v1/schools', 'application/x-www-form-urlencoded', `${name}[x]=1`],
    ['/api/v1/imports', 'multipart/form-data; boundary=between', parts],
  ] as const;
  const [address, type, body] = random.pick(forms);
  return { method: 'POST', address, headers: { 'content-type': type }, body };
};
