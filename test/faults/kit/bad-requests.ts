import { strToU8, zipSync } from 'fflate';
import { gzipSync } from 'node:zlib';
import type { Random } from './random.ts';

/** A request as it goes over the line, byte for byte. */
export interface BadRequest {
  readonly name: string;
  bytes(cookie: string, random: Random): Buffer;
}

const officer = (cookie: string): readonly string[] => ['Host: localhost', `Cookie: ${cookie}`];

/** Head lines and a body; whoever needs a length says one. */
const raw = (lines: readonly string[], body: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);

const posting =
  (path: string, type: string, more: readonly string[] = []) =>
  (cookie: string, body: string | Buffer) =>
    raw(
      [
        `POST ${path} HTTP/1.1`,
        ...officer(cookie),
        `Content-Type: ${type}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        ...more,
      ],
      body,
    );

const json = posting('/api/v1/schools', 'application/json');

/** A school that would be registered, were the rest right. */
const school = (random: Random): string =>
  JSON.stringify({
    code: String(3_646_900_000 + random.below(99_999)),
    name: '海口示例职业学校',
    district: '460105',
    ownership: 'PUBLIC',
    majors: ['740101'],
  });

const body = (name: string, make: (random: Random) => string | Buffer): BadRequest => ({
  name,
  bytes: (cookie, random) => json(cookie, make(random)),
});

const typed = (name: string, types: readonly string[], more: readonly string[] = []): BadRequest => ({
  name,
  bytes: (cookie, random) => posting('/api/v1/schools', random.pick(types), more)(cookie, school(random)),
});

/** A sound command with these lines of its head besides. */
const headed = (name: string, ...choices: readonly (readonly string[])[]): BadRequest => ({
  name,
  bytes: (cookie, random) =>
    posting('/api/v1/schools', 'application/json', random.pick(choices))(cookie, school(random)),
});

const bodies: readonly BadRequest[] = [
  body('a body over the limit', (random) => ' '.repeat(random.between(2 ** 16 + 1, 2 ** 20))),
  body('brackets without end', (random) => random.pick(['[', '{"a":']).repeat(random.between(17, 10_000))),
  body('brackets too deep', (random) => {
    const levels = random.between(17, 5_000);
    return `{"name":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  }),
  body('JSON cut short', (random) => {
    const whole = school(random);
    return whole.slice(0, random.between(1, whole.length - 1));
  }),
  body('JSON with a character changed', (random) => {
    const whole = school(random);
    const at = random.below(3);
    return [`${whole},`, `${whole}${whole}`, whole.replaceAll('"', "'")][at] ?? '';
  }),
  body('a name said twice', (random) => school(random).replace('{', '{"name":"甲","name":"乙",')),
  body('a number that is none', (random) =>
    school(random).replace('{', `{"majors":${random.pick(['1e999', 'NaN', '-', '0x1', '01'])},`),
  ),
  body('bytes that are no UTF-8', (random) =>
    Buffer.concat([Buffer.from('{"name":"'), Buffer.from([random.between(0x80, 0xff), 0x22]), Buffer.from('}')]),
  ),
];

const bomb = gzipSync(Buffer.alloc(32 * 2 ** 20));

const types: readonly BadRequest[] = [
  typed('a wrong type', [
    'text/plain',
    'application/xml',
    'application/jsonx',
    'application/x-www-form-urlencoded',
    ';',
  ]),
  typed('a wrong charset', ['application/json; charset=gbk', 'application/json; charset="utf-16"']),
  typed('an encoding that is none', ['application/json'], ['Content-Encoding: br']),
  {
    name: 'a bomb of gzip',
    bytes: (cookie) => posting('/api/v1/schools', 'application/json', ['Content-Encoding: gzip'])(cookie, bomb),
  },
  {
    name: 'a bomb of a workbook',
    bytes: (cookie) => upload(cookie, 'office.xlsx', zipBomb),
  },
];

const zipBomb = Buffer.from(
  zipSync({
    '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': new Uint8Array(64 * 2 ** 20),
    'xl/sharedStrings.xml': new Uint8Array(64 * 2 ** 20),
  }),
);

const upload = (cookie: string, name: string, content: Buffer): Buffer => {
  const part = `--between\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  const parts = Buffer.concat([Buffer.from(part), content, Buffer.from('\r\n--between--\r\n')]);
  return posting('/api/v1/imports', 'multipart/form-data; boundary=between')(cookie, parts);
};

/** The hidden request would be recorded by whoever cuts at the other length. */
const smuggling = (name: string, ...choices: readonly (readonly string[])[]): BadRequest => ({
  name,
  bytes: (cookie, random) => {
    const head = ['POST /api/v1/schools HTTP/1.1', ...officer(cookie), 'Content-Type: application/json'];
    return raw(
      [...head, ...random.pick(choices)],
      Buffer.concat([Buffer.from('0\r\n\r\n'), json(cookie, school(random))]),
    );
  },
});

const chunked = 'Transfer-Encoding: chunked';

const lines: readonly BadRequest[] = [
  headed(
    'a header that decides, said twice',
    ['Content-Type: text/plain'],
    ['If-Match: "1"', 'If-Match: "2"'],
    ['Host: localhost'],
    ['Idempotency-Key: a', 'Idempotency-Key: b'],
  ),
  headed(
    'too much of a head',
    [`X-A: ${'a'.repeat(20_000)}`],
    Array.from({ length: 150 }, (_, n) => `X-${n}: a`),
  ),
  headed('a head that is none', ['X-A: a\u0000b'], ['X A: 1'], ['X-A : 1\r'], [': 1'], ['X-A: 1\u0007']),
  smuggling('both lengths', [chunked, 'Content-Length: 4'], ['Content-Length: 4', chunked]),
  smuggling('two lengths', ['Content-Length: 5', 'Content-Length: 200'], ['Content-Length: 5, 200']),
  smuggling(
    'a length that is none',
    ['Content-Length: +5'],
    ['Content-Length: 0x5'],
    ['Content-Length: -1'],
    ['Content-Length: 5 5'],
  ),
  smuggling(
    'an encoding that hides',
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding: chunked, identity'],
    ['Transfer-Encoding : chunked'],
    ['X-A: 1', ' Transfer-Encoding: chunked'],
  ),
  {
    name: 'no request at all',
    bytes: (_, random) =>
      Buffer.from(
        Array.from({ length: random.between(8, 200) }, () => random.between(0x80, 0xff)).concat(13, 10, 13, 10),
      ),
  },
];

/** Requests of which every one must be refused, each in its own way. */
export const badRequests: readonly BadRequest[] = [...bodies, ...types, ...lines];
