import type { OpenApiDocument } from '../openapi-check.ts';

/** The part of a JSON schema that values are made from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

/** One method of one address, as the document describes it. */
export interface Operation {
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly Parameter[];
  /** What it takes; absent where it takes no body. */
  readonly body?: { readonly type: string; readonly schema: Schema; readonly example: unknown };
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
  };
}

/** Every path × method of a document. */
export const operationsOf = (document: OpenApiDocument): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(method, template, described as Described)),
  );

const operationOf = (method: string, template: string, { parameters = [], requestBody }: Described): Operation => {
  const operation = { method: method.toUpperCase(), template, parameters: parameters.map(exampled) };
  const [content] = Object.entries(requestBody?.content ?? {});
  if (content === undefined) return operation;
  const [type, { schema = {}, example }] = content;
  return { ...operation, body: { type, schema, example } };
};

/** Some say their example beside the schema, some in it. */
const exampled = (parameter: Parameter): Parameter =>
  parameter.example === undefined
    ? parameter
    : { ...parameter, schema: { ...parameter.schema, example: parameter.example } };
