import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Office } from './office.ts';

interface Media {
  readonly schema?: unknown;
  readonly example?: unknown;
}
interface Body {
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly summary?: string;
  readonly operationId?: string;
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

let office: Office;
let operations: readonly (readonly [name: string, operation: Operation])[];

beforeAll(async () => {
  office = await Office.open();
  operations = Object.entries(office.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation as Operation] as const),
  );
});
afterAll(() => office.close());

it('is OpenAPI 3.1 and describes every route', () => {
  expect(office.document.openapi).toBe('3.1.0');
  expect(operations.length).toBeGreaterThan(35);
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(operations.length);
  expect(JSON.stringify(office.document)).not.toContain('"nullable"');
});

it('has an example, as its schema wants it, for every body that is sent or answered', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(office.document, 'api');
  const wrong: string[] = [];
  for (const [name, { summary, requestBody, responses }] of operations) {
    if (!summary) wrong.push(`${name} says nothing`);
    for (const [where, { content = {} }] of [['body', requestBody ?? {}] as const, ...Object.entries(responses)])
      for (const [type, { schema, example }] of Object.entries(content)) {
        if (example === undefined) wrong.push(`${name} ${where} ${type} has no example`);
        const validate = ajv.compile(withRoot(schema));
        if (!type.startsWith('multipart') && !validate(example))
          wrong.push(`${name} ${where} ${type} ${ajv.errorsText(validate.errors)}`);
      }
  }
  expect(wrong).toEqual([]);
});

it('can be browsed without anything from outside', async () => {
  const page = await fetch(`${office.url}/api`);
  const html = await page.text();
  const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '');
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) {
    expect(part).toMatch(/^\/api\//);
    const file = await fetch(`${office.url}${part}`);
    expect([part, file.status, (await file.arrayBuffer()).byteLength > 0]).toEqual([part, 200, true]);
  }
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
});

it('stands beside what operators ask', async () => {
  expect((await office.get('/api/v1/version')).body).toMatchObject({ name: 'redline', mode: 'embedded' });
  expect((await office.get('/health/live')).body).toEqual({ status: 'live' });
  expect((await office.get('/health/ready')).body.status).toBe('ready');
  expect((await office.get('/metrics')).body).toContain('projection_lag_events{projection="eligibility"} 0');
});

/** The document's own references start at its root. */
const withRoot = (schema: unknown): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
