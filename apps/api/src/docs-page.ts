import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { requiring } from './http/access/requires.ts';

// The page is written here, and its few files are named one by one, because @fastify/static would serve whatever else
// lies in their folder, and cannot be loaded by Jest on Node 20 (it requires a package that is ESM alone).

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const page = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Redline 红线台账 API</title>
<link rel="stylesheet" href="/api/ui/swagger-ui.css">
<link rel="icon" type="image/png" href="/api/ui/favicon-32x32.png">
</head>
<body>
<div id="ui"></div>
<script src="/api/ui/swagger-ui-bundle.js"></script>
<script src="/api/ui/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null });\n`;

/** `/api/openapi.json`, and a page to browse it at `/api`; neither needs anything from outside. */
export const addDocsPage = (server: FastifyInstance, document: () => object): void => {
  const described = requiring('READ_API_DESCRIPTION');
  let text: Buffer | undefined; // encoded once: it is long, and anyone may ask
  server.get('/api/openapi.json', described, (_, reply) =>
    reply.type('application/json; charset=utf-8').send((text ??= Buffer.from(JSON.stringify(document())))),
  );
  server.get('/api', described, (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  server.get('/api/ui/start.js', described, (_, reply) => reply.type('text/javascript; charset=utf-8').send(start));
  for (const [name, type] of Object.entries(files))
    server.get(`/api/ui/${name}`, described, (_, reply) => reply.type(type).send(createReadStream(join(folder, name))));
};
