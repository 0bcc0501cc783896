import { operationsOf } from '../../journeys/any-request/described-operations.ts';
import type { Operation, Schema } from '../../journeys/any-request/described-operations.ts';
import type { OpenApiDocument } from '../../journeys/openapi-check.ts';
import { examplePath } from '../../security/examples.ts';
import { correcting, filingCase, registering, vetoing } from './school-commands.ts';
import type { Sending } from './service.ts';

/** A place in a command where anybody may write what they like. */
export interface TextField {
  readonly operation: Operation;
  /** From the body inwards. */
  readonly way: readonly string[];
  /** Whether the commands below lead up to it, so that a good text is recorded. */
  readonly isLedUpTo: boolean;
}

/** What must be recorded before, and the command, about this school. */
interface Story {
  readonly before: readonly Sending[];
  readonly command: Sending;
}

const change = (code: string): Sending => ({
  method: 'POST',
  path: `/api/v1/schools/${code}/changes`,
  body: { kind: 'RENAMED', approvedOn: '2022-03-26', value: '海口新示例职业学校', reason: '董事会决议' },
});

const campaign = (code: string): Sending => ({
  method: 'POST',
  path: '/api/v1/self-inspection-campaigns',
  body: { batch: `批-${code}`, name: '自查', enrolmentYear: 2022, noticeOn: '2022-03-01', dueOn: '2022-03-18' },
});

/** By method and address as the document writes it. */
const stories: Readonly<Record<string, (code: string) => Story>> = {
  'POST /api/v1/schools': (code) => ({ before: [], command: registering(code) }),
  'PUT /api/v1/schools/{code}': (code) => ({ before: [registering(code)], command: correcting(code, '李校长') }),
  'POST /api/v1/schools/{code}/changes': (code) => ({ before: [registering(code)], command: change(code) }),
  'POST /api/v1/violation-cases': (code) => ({ before: [registering(code)], command: filingCase(`案-${code}`, code) }),
  'POST /api/v1/decisions': (code) => ({
    before: [registering(code), filingCase(`案-${code}`, code)],
    command: vetoing(`决-${code}`, code, `案-${code}`),
  }),
  'POST /api/v1/self-inspection-campaigns': (code) => ({ before: [], command: campaign(code) }),
};

const nameOf = ({ method, template }: Operation): string => `${method} ${template}`;

/** Every text field of every command that the document describes. */
export const textFieldsOf = (document: OpenApiDocument): readonly TextField[] =>
  operationsOf(document)
    .filter(({ body, template }) => body?.type === 'application/json' && !template.includes('/eligibility/'))
    .flatMap((operation) =>
      waysIn(document, operation.body?.schema ?? {}).map((way) => ({
        operation,
        way,
        isLedUpTo: nameOf(operation) in stories,
      })),
    );

const waysIn = (document: OpenApiDocument, schema: Schema): readonly (readonly string[])[] => {
  const { $ref, properties, items, type, pattern, enum: values, format } = schema;
  if ($ref !== undefined) return waysIn(document, document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if (properties)
    return Object.entries(properties).flatMap(([name, one]) => waysIn(document, one).map((way) => [name].concat(way)));
  if (items) return waysIn(document, items).map((way) => ['0'].concat(way));
  const isFree = [type].flat().includes('string') && !pattern && !values && format !== 'date';
  return isFree ? [[]] : [];
};

/** The command about this school with the text in the field's place, and what leads up to it. */
export const storyOf = ({ operation, way }: TextField, code: string, text: string): Story => {
  const { before, command } = stories[nameOf(operation)]?.(code) ?? {
    before: [],
    command: {
      method: operation.method as Sending['method'],
      path: examplePath(operation),
      body: operation.body?.example as object,
    },
  };
  return { before, command: { ...command, body: withText(command.body, way, text) as object } };
};

const withText = (value: unknown, [name, ...rest]: readonly string[], text: string): unknown => {
  if (name === undefined) return text;
  if (name === '0') return [withText(Array.isArray(value) ? value[0] : undefined, rest, text)];
  const inner = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { ...inner, [name]: withText(inner[name], rest, text) };
};
