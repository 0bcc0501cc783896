import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

/** The part of an OpenAPI document that a check needs. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** A response as it came. */
export interface SeenResponse {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** Holds responses to the document that describes them. */
export class OpenApiCheck {
  readonly #document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });

  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
    this.#ajv.addSchema(document, 'api');
  }

  /** What the document does not say of this response; empty when it is as described. */
  faultsOf({ method, path, status, type, body }: SeenResponse): readonly string[] {
    if (method === 'HEAD') return body === '' || body === undefined ? [] : [`${method} ${path} has content`];
    const template = this.#templateOf(path);
    const operation = template === undefined ? undefined : this.#document.paths[template]?.[method.toLowerCase()];
    if (template === undefined || operation === undefined)
      return status >= 400 && status < 500
        ? this.#against('#/components/schemas/ProblemDto', body)
        : [`${method} ${path} is not described`];
    const key = String(status) in operation.responses ? String(status) : 'default';
    const content = operation.responses[key]?.content;
    if (content === undefined)
      return body === '' || body === undefined ? [] : [`${method} ${template} ${key} has no content`];
    if (!(type in content)) return [`${method} ${template} ${key} is not described as ${type}`];
    if (typeof body === 'string') return [];
    const place = pointer('paths', template, method.toLowerCase(), 'responses', key, 'content', type, 'schema');
    return this.#against(`#${place}`, body);
  }

  /** Whether a value is as the schema at a place in the document says. */
  #against(place: string, value: unknown): readonly string[] {
    const validate = this.#validators.get(place) ?? this.#ajv.compile({ $ref: `api${place}` });
    this.#validators.set(place, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${place} ${instancePath} ${message}`);
  }

  #templateOf(path: string): string | undefined {
    const templates = Object.keys(this.#document.paths).toSorted((a, b) => a.split('{').length - b.split('{').length);
    return templates.find((template) =>
      new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
    );
  }
}
