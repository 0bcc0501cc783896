import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { addAccess } from './openapi.access.ts';
import { addExamples } from './openapi.examples.ts';
import { eligibilityModels, eligibilityPaths } from './machine/eligibility.openapi.ts';
import { ServiceIdentity } from './operator/service-identity.ts';

const description = `The register of vocational schools: findings, red lines, vetoes, and who may enrol.
Positions and revisions are decimal strings. Business days are days in Asia/Shanghai. Every error is a problem of RFC 9457
with a stable \`code\`. Machines show a key, people the cookie of their
session; without either a request is 401.`;

/** The document, with the routes that stand outside of controllers. */
export const documentOf = (app: NestFastifyApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Redline 红线台账')
    .setDescription(description)
    .setVersion(app.get(ServiceIdentity).version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [...eligibilityModels],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return addExamples(addAccess({ ...document, paths: { ...eligibilityPaths, ...document.paths } }));
};
