import { join } from 'node:path';
import type { OpenApiDocument } from '../journeys/openapi-check.ts';
import { asKept, asReadFromSheet, isSteering, isUnstorable, isUnwritable, textOf } from './kit/any-text.ts';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import type { Random } from './kit/random.ts';
import { schoolCode } from './kit/school-commands.ts';
import { hasRecorded, logOf, Service } from './kit/service.ts';
import type { Sending } from './kit/service.ts';
import { storyOf, textFieldsOf } from './kit/text-fields.ts';
import type { TextField } from './kit/text-fields.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';
import { rowOf, sheetFiles, uploadedTo } from './kit/uploading.ts';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
}

interface Taken {
  readonly position: string;
  readonly text: string;
  readonly what: string;
}

/** H3: texts that programs trip over, in every text field of every command, and in rows of CSV files and workbooks. */
export const anyTexts: Trial = async ({ random, count, programs }) =>
  inFolder(async (folder) => {
    const ledger = new Ledger(join(folder, 'data'));
    const service = await Service.start(programs, ledger.directory);
    const fields = textFieldsOf((await service.get('/api/openapi.json')).body as OpenApiDocument);
    const texts = new Texts(service, ledger);
    // Fields that a good text can get into come three times as often; every tenth trial is a file.
    const often = fields.flatMap((field) => (field.isLedUpTo ? [field, field, field] : [field]));
    for (let n = 0; n < count; n += 1) {
      const own = random.fork();
      if (n % 10 === 9) await texts.uploaded(n, own);
      else await texts.sent(often[(n * 7) % often.length] as TextField, n, own);
    }
    await ledger.look();
    const faults = [...texts.faults, ...(await service.drain()), ...(await ledger.broken())];
    faults.push(...(await recordedOtherwise(ledger.directory, texts.taken)));
    return {
      trials: count,
      failures: told(`seed ${random.seed}`, faults),
      seen:
        `${fields.length} fields of the document; ${texts.taken.length.toLocaleString('en')} texts recorded and ` +
        `${texts.readBack.toLocaleString('en')} read back over HTTP, ${texts.inFiles.toLocaleString('en')} of them from ` +
        `CSV files and workbooks; ${texts.named.toLocaleString('en')} refused by the field's name, ` +
        `${texts.otherwise.toLocaleString('en')} for something else`,
    };
  });

/** Texts that none of the events of their command says. */
const recordedOtherwise = async (directory: string, taken: readonly Taken[]): Promise<readonly string[]> => {
  const recorded = (await logOf(directory)).map(({ event }) => event);
  const byCommand = new Map<unknown, Set<string>>();
  for (const { data, metadata } of recorded) {
    const said = byCommand.get(metadata['commandId']) ?? new Set();
    for (const text of textsIn(data)) said.add(text);
    byCommand.set(metadata['commandId'], said);
  }
  return taken
    .filter(({ position, text }) => {
      const id = recorded[Number(position)]?.metadata['commandId'];
      return byCommand.get(id)?.has(text) !== true;
    })
    .map(({ what }) => `${what}: recorded otherwise`);
};

/** Every text in what an event says. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

class Texts {
  readonly faults: string[] = [];
  readonly taken: Taken[] = [];
  readBack = 0;
  inFiles = 0;
  named = 0;
  otherwise = 0;

  constructor(
    readonly service: Service,
    readonly ledger: Ledger,
  ) {}

  async sent(field: TextField, n: number, random: Random): Promise<void> {
    const code = schoolCode(n);
    const text = textOf(random);
    const { before, command } = storyOf(field, code, text);
    const what = `${command.method} ${field.operation.template} ${field.way.join('/')}, seed ${random.seed}`;
    for (const one of before) await this.ledger.send(this.service, one);
    const answer = await this.ledger.send(this.service, command).catch(() => null);
    if (answer === null) return this.#cut(command, what);
    if (answer.status >= 300) return this.#refused(answer as unknown as Refusal, field, { text, what });
    if (isUnwritable(text)) this.faults.push(`${what}: took ${JSON.stringify(text)}`);
    const [name = ''] = field.way;
    // Of a record that replaces none nobody asks why.
    const isRecorded = name !== 'correctionReason' || (command.method === 'PUT' && field.isLedUpTo);
    if (isRecorded && hasRecorded(answer)) this.taken.push({ position: answer.position, text: asKept(text), what });
    if (/^(POST|PUT) \/api\/v1\/schools(\/\{code\})?$/.test(`${command.method} ${field.operation.template}`))
      await this.#expectRow(code, { [name]: asKept(text) }, what);
  }

  /** Whoever sends far too much may find the line cut before the answer, and nothing else may. */
  #cut(command: Sending, what: string): void {
    if (JSON.stringify(command.body).length > 2 ** 16) this.named += 1;
    else this.faults.push(`${what}: no answer`);
  }

  #refused(
    { status, code, errors }: Refusal,
    { way }: TextField,
    { text, what }: { readonly text: string; readonly what: string },
  ): void {
    if (status >= 500) this.faults.push(`${what}: ${JSON.stringify(text.slice(0, 100))} answered ${status} ${code}`);
    const isNamed = status === 413 || errors.some(({ pointer }) => pointer.split('/').includes(way[0] ?? ''));
    if (isNamed) this.named += 1;
    else this.otherwise += 1;
    if (isUnwritable(text) && !isNamed && status === 400)
      this.faults.push(`${what}: ${JSON.stringify(text)} refused without its name: ${status} ${code}`);
  }

  async #expectRow(code: string, row: Readonly<Record<string, string>>, what: string): Promise<void> {
    const { position } = this.ledger.kept.at(-1)?.answer ?? { position: '0' };
    const { body } = await this.service.get(`/api/v1/schools/${code}?minPosition=${position}`);
    const read = (body as { readonly school?: Readonly<Record<string, unknown>> }).school ?? {};
    for (const [name, text] of Object.entries(row)) {
      if (!(name in read)) continue; // a reason is no part of the row
      this.readBack += 1;
      if (read[name] !== text)
        this.faults.push(`${what}: ${JSON.stringify(text)} is read as ${JSON.stringify(read[name])}`);
    }
  }

  /** A school's row in a file, name and principal made of the text. */
  async uploaded(n: number, random: Random): Promise<void> {
    const code = schoolCode(n);
    const text = textOf(random).toWellFormed().slice(0, 200);
    const [any, strict] = sheetFiles;
    const file = random.chance(0.5) && strict.canHold(text) ? strict : any;
    const what = `${file.name}, seed ${random.seed}`;
    const { status, report } = await uploadedTo(this.service, file, rowOf(code, text));
    const [row] = report?.refused ?? [];
    if (report === undefined && status === 422 && isSteering(text)) this.named += 1;
    else if (report === undefined) this.faults.push(`${what}: ${JSON.stringify(text)} answered ${status}`);
    else if (row !== undefined) {
      this.named += 1;
      if (row.row === null) this.faults.push(`${what}: ${JSON.stringify(text)} refused the file: ${row.code}`);
    } else {
      if (isUnstorable(text)) this.faults.push(`${what}: took ${JSON.stringify(text)}`);
      this.inFiles += 1;
      const kept = asReadFromSheet(text);
      await this.#expectRow(code, { name: kept, principal: kept }, what);
    }
  }
}
