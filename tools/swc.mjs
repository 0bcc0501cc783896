// node --import ./tools/swc.mjs file.ts: runs the sources through the same .swcrc as the tests. Development only.
import { register } from 'node:module';

register('./swc.hooks.mjs', import.meta.url);
