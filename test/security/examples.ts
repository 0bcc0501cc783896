import type { Operation } from '../journeys/any-request/described-operations.ts';

/** The address that the document's own examples make. */
export const examplePath = ({ template, parameters }: Operation): string =>
  parameters
    .filter((one) => one.in === 'path')
    .reduce(
      (path, { name, schema }) => path.replace(`{${name}}`, encodeURIComponent(String(schema.example))),
      template,
    );

/** The body that the document shows. */
export const exampleText = ({ body }: Operation): string => JSON.stringify(body?.example);
