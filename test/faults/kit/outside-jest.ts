import { register } from 'node:module';

// The test kit of the libs imports Jest's words, and Jest refuses to be imported by any other program. Whoever imports
// this file first, and the test kit later (`await import`), gets words that do nothing.
const words = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];

const asModule = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

const stub = asModule(words.map((word) => `export const ${word} = () => undefined;`).join('\n'));

register(
  asModule(`export const resolve = (name, context, next) =>
    name === '@jest/globals' ? { url: ${JSON.stringify(stub)}, shortCircuit: true } : next(name, context);`),
);
