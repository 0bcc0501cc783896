import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

interface Media {
  readonly schema?: Schema;
  example?: unknown;
}

/**
 * Composes an example for every body from the examples of its fields, and moves the fields' own to where OpenAPI 3.1
 * wants them (`examples`). Whoever reads an operation sees what it looks like.
 */
export const addExamples = (document: OpenAPIObject): OpenAPIObject => {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const exampleOf = (schema: Schema): unknown => {
    if ('example' in schema) return schema.example;
    if (schema.$ref !== undefined) return exampleOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
    if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0] ?? {});
    if (schema.properties !== undefined)
      return Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, exampleOf(one)]));
    if (schema.items !== undefined) return [exampleOf(schema.items)];
    return schema.enum?.[0] ?? null;
  };
  for (const media of mediaOf(document))
    if (media.schema !== undefined && !('example' in media)) media.example = exampleOf(media.schema);
  return document;
};

const mediaOf = (document: OpenAPIObject): readonly Media[] =>
  Object.values(document.paths).flatMap((path) =>
    Object.values(path as Readonly<Record<string, unknown>>).flatMap((operation) => {
      const { requestBody, responses = {} } = operation as {
        readonly requestBody?: Content;
        readonly responses?: Readonly<Record<string, Content>>;
      };
      return [...(requestBody ? [requestBody] : []), ...Object.values(responses)].flatMap(({ content = {} }) =>
        Object.values(content),
      );
    }),
  );

interface Content {
  readonly content?: Readonly<Record<string, Media>>;
}
