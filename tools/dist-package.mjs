// The built tree gets its own package.json: the same names (#law, #domain/*), pointing at .js instead of .ts.
import { readFileSync, writeFileSync } from 'node:fs';

const { version, type, imports } = JSON.parse(readFileSync('package.json', 'utf8'));
const built = Object.entries(imports).map(([alias, file]) => [alias, file.replace(/\.ts$/, '.js')]);
writeFileSync('dist/package.json', JSON.stringify({ version, type, imports: Object.fromEntries(built) }, null, 2));
