import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { seldom } from './any-value.ts';
import type { AnyValue } from './any-value.ts';
import type { Operation } from './described-operations.ts';

/** A body on its way, and the media type that it is sent as; null for none. */
export interface SentBody {
  readonly type: string | null;
  readonly bytes: Buffer;
}

const otherTypes = [
  null,
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/json; charset=gbk',
  'application/jsonx',
  'application/xml',
  'APPLICATION/JSON',
  ';',
];

/** JSON that is none, or says the same thing twice; each made from a text that was whole. */
const spoilings: readonly ((text: string) => string | Buffer)[] = [
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (text) => `${text},`,
  (text) => `${text}${text}`,
  (text) => `\ufeff${text}`,
  (text) => text.replace('{', '{"name":1,"name":2,'),
  (text) => text.replace('{', '{"__proto__":{"isAdmin":true},'),
  (text) => text.replace('{', '{"constructor":{"prototype":{"isAdmin":true}},'),
  (text) => text.replace('{', '{"count":NaN,'),
  (text) => text.replace('{', '{"count":1e999,'),
  (text) => text.replace('{', '{"count":123456789012345678901234567890,'),
  (text) => text.replace('{', '{/* why */'),
  (text) => text.replaceAll('"', "'"),
  (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe]), Buffer.from(text.slice(-1))]),
  (text) => `${text}${' '.repeat(300_000)}`,
  () => '',
  () => ' ',
  () => 'null',
  () => '"text"',
  () => '[]',
  () => '['.repeat(20_000),
  () => '{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000),
];

const boundary = 'between-the-parts';
const fileNames = ['学校名册.csv', 'office.xlsx', '../../x.csv', '', 'a'.repeat(300), '\u202e.csv', 'x.exe'];
const contents = [
  '',
  'PK\u0003\u0004',
  '学校名称,学校标识码\n示例,1',
  '"unclosed',
  '\u0000'.repeat(5_000),
  `${'a,'.repeat(20_000)}\n`,
];

/** Uploads that are none, or nothing but a beginning of one. */
const anyUpload: Arbitrary<SentBody> = fc
  .record({
    names: fc.array(fc.constantFrom(...fileNames), { maxLength: 3 }),
    content: fc.constantFrom(...contents),
    isCut: fc.boolean(),
    field: fc.constantFrom('file', 'other', '__proto__'),
  })
  .map(({ names, content, isCut, field }) => {
    const parts = names.map(
      (name) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n${content}\r\n`,
    );
    const text = parts.join('') + (isCut ? '' : `--${boundary}--\r\n`);
    return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.from(text) };
  });

/** A body for an operation: mostly nearly what it takes. */
export const anyBody = ({ body }: Operation, values: AnyValue): Arbitrary<SentBody | undefined> => {
  if (body === undefined)
    return fc.constantFrom<SentBody | undefined>(undefined, undefined, {
      type: 'application/json',
      bytes: Buffer.from('{}'),
    });
  const content = fc.oneof(
    { weight: 1, arbitrary: fc.constant(body.example) },
    { weight: 5, arbitrary: values.of(body.schema) },
  );
  const json = fc
    .tuple(content, seldom(fc.constantFrom(...spoilings), 12), seldom(fc.constantFrom(...otherTypes), 25))
    .map(([value, spoil, type]): SentBody => {
      const text = JSON.stringify(value) ?? '';
      return { type: type ?? 'application/json', bytes: Buffer.from(spoil ? spoil(text) : text) };
    });
  return body.type === 'application/json'
    ? json
    : fc.oneof({ weight: 9, arbitrary: anyUpload }, { weight: 1, arbitrary: json });
};
