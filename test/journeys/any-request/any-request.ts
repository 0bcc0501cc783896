import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { OpenApiDocument } from '../openapi-check.ts';
import { anyBody } from './any-body.ts';
import type { SentBody } from './any-body.ts';
import { AnyValue, asText, oddTexts, seldom } from './any-value.ts';
import { operationsOf } from './described-operations.ts';
import type { Operation, Parameter } from './described-operations.ts';

/** A request as it goes over the line. */
export interface AnyRequest {
  readonly method: string;
  /** Path and query. */
  readonly address: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: SentBody | undefined;
}

/** Half a surrogate cannot stand in an address at all. */
const encoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''));

const rawSegments = [
  '',
  '.',
  '..',
  '%2e%2e',
  '%252e%252e',
  '%00',
  '%',
  '%zz',
  '%E0%A4%A',
  'a%2Fb',
  '%C0%AF',
  ';',
  '*',
  'x'.repeat(2_000),
];

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'];

const oddHeaders = [
  '',
  ' ',
  '*',
  '%E0%A4%A',
  'Ã§Â¼',
  '"',
  '"0"',
  'W/"0"',
  '"0", "1"',
  '"999999999999999999"',
  'x'.repeat(201),
  '-1',
  '\t',
];

const oddText = fc.oneof(fc.constantFrom(...oddTexts), fc.string({ unit: 'binary', maxLength: 20 }));

/** Requests to everything that a document describes, and to what it does not: most of them wrong in one way or two. */
export const anyRequest = (document: OpenApiDocument): Arbitrary<AnyRequest> => {
  const values = new AnyValue(document);
  const described = operationsOf(document).map((operation) => requestsTo(operation, values));
  return fc.oneof({ weight: 40, arbitrary: fc.oneof(...described) }, { weight: 1, arbitrary: nowhere });
};

const requestsTo = (operation: Operation, values: AnyValue): Arbitrary<AnyRequest> =>
  fc
    .record({
      method: seldom(fc.constantFrom(...methods), 25),
      path: pathOf(operation, values),
      query: queryOf(operation, values),
      headers: headersOf(operation, values),
      body: anyBody(operation, values),
    })
    .map(({ method, path, query, headers, body }) => ({
      method: method ?? operation.method,
      address: `${path}${query}`,
      headers,
      body,
    }));

const parametersIn = ({ parameters }: Operation, place: Parameter['in']): readonly Parameter[] =>
  parameters.filter((one) => one.in === place);

const pathOf = (operation: Operation, values: AnyValue): Arbitrary<string> =>
  fc
    .tuple(
      ...parametersIn(operation, 'path').map(({ name, schema }) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof(
            { weight: 20, arbitrary: values.of(schema).map((value) => encoded(asText(value))) },
            { weight: 1, arbitrary: oddText.map(encoded) },
            { weight: 1, arbitrary: fc.constantFrom(...rawSegments) },
          ),
        ),
      ),
    )
    .map((parts) => parts.reduce((path, [name, part]) => path.replace(`{${name}}`, () => part), operation.template));

/** Each parameter may be left out, come twice or carry what it should not; one that nobody knows may join them. */
const queryOf = (operation: Operation, values: AnyValue): Arbitrary<string> => {
  const pairs = parametersIn(operation, 'query').map(({ name, schema }) =>
    fc
      .tuple(fc.nat(20), values.of(name === 'minPosition' ? nearPosition(schema) : schema), oddText)
      .map(([chance, value, odd]): readonly string[] => {
        const sent = `${name}=${encoded(asText(value))}`;
        if (chance < 10) return [];
        if (chance < 19) return [sent];
        return chance === 19 && name !== 'minPosition' ? [`${name}=${encoded(odd)}`] : [sent, sent];
      }),
  );
  const unknown = seldom(
    fc.constantFrom('extra=1', '__proto__=1', 'toString', '%00=1', '=', '&&', 'a[b]=1', '?', '%'),
    25,
  );
  return fc.tuple(fc.tuple(...pairs), unknown).map(([known, more]) => {
    const all = [...known.flat(), ...(more === null ? [] : [more])];
    return all.length === 0 ? '' : `?${all.join('&')}`;
  });
};

/** A position that is far off is waited for; hardly any request should. */
const nearPosition = (schema: Parameter['schema']): Parameter['schema'] => ({
  ...schema,
  pattern: '^0{0,14}\\d$',
  example: '0',
});

const headersOf = (operation: Operation, values: AnyValue): Arbitrary<AnyRequest['headers']> => {
  const described = parametersIn(operation, 'header').map(({ name, schema, required = false }) => {
    const isCondition = name === 'If-Match' || name === 'Idempotency-Key'; // seldom: they would refuse nearly everything
    const value = fc.oneof(
      { weight: 12, arbitrary: values.of(schema).map((one) => Buffer.from(asText(one)).toString('latin1')) },
      { weight: 1, arbitrary: fc.constantFrom(...oddHeaders) },
    );
    const freq = required ? 20 : isCondition ? 1 : 3;
    return fc.tuple(fc.nat(freq + (isCondition ? 8 : 0)), value).map(([chance, sent]) => {
      const isSent = isCondition ? chance === 0 : chance > 0;
      return isSent && isSendable(sent) ? [[name, sent] as const] : [];
    });
  });
  const common = seldom(
    fc.constantFrom<AnyRequest['headers'][number]>(
      ['accept', 'application/x-ndjson'],
      ['accept', 'text/html'],
      ['accept-language', 'en'],
      ['accept-language', 'x'.repeat(3_000)],
      ['content-encoding', 'gzip'],
      ['origin', 'https://elsewhere.example'],
      ['sec-fetch-site', 'cross-site'],
      ['x-forwarded-for', '10.0.0.1'],
      ['x-http-method-override', 'DELETE'],
      ['if-none-match', '*'],
      ['range', 'bytes=0-1'],
      ['cookie', '__Host-sid=x'],
    ),
    6,
  );
  return fc.tuple(fc.tuple(...described), common).map(([known, more]) => known.flat().concat(more ? [more] : []));
};

/** What a client can write into a header at all; the rest is tried over a bare socket elsewhere. */
const isSendable = (value: string): boolean => /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value);

const nowhere: Arbitrary<AnyRequest> = fc
  .tuple(fc.constantFrom(...methods), fc.constantFrom('/', '/api/', '/api/v1/', '/health/', '/api/ui/'), oddText)
  .map(([method, folder, text]) => ({ method, address: `${folder}${encoded(text)}`, headers: [] }));
