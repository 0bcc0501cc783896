import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import { isLocalDate, isWellFormed } from '#kernel';

/** What every field says of itself: an example for the documentation, and whether it may be left out or null. */
export interface FieldOptions {
  readonly example: unknown;
  readonly description?: string;
  /** Left out or null means null. */
  readonly optional?: true;
}

interface Check {
  /** The code of the error when it fails. */
  readonly code: string;
  readonly accepts: (value: unknown) => boolean;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly each?: true;
}

const longestList = 500;

const field = ({ example, description, optional }: FieldOptions, check: Check): PropertyDecorator => {
  const { code, accepts, schema, each = false } = check;
  const documented = { ...schema, example, ...(description ? { description } : {}) };
  const property = {
    ...documented,
    ...(each ? { isArray: true, maxItems: longestList } : {}),
    required: !optional,
    nullable: optional === true,
  };
  return applyDecorators(
    ApiProperty(property),
    ...(optional ? [IsOptional()] : []),
    ...(each ? [IsArray(), ArrayMaxSize(longestList)] : []),
    ValidateBy({ name: code, validator: { validate: accepts } }, { each }),
  );
};

const control = /\p{Cc}/u;

const isText =
  (longest: number, allowed: RegExp | null) =>
  (value: unknown): boolean =>
    typeof value === 'string' &&
    value !== '' &&
    value.length <= longest &&
    isWellFormed(value) &&
    !control.test(allowed ? value.replace(allowed, '') : value);

/** As the workbooks keep text: without spaces around, in one normal form, so that the same words are the same record. */
const asKept = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' ? value.normalize('NFC').trim() : value;

const eachAsKept = ({ value }: { readonly value: unknown }): unknown =>
  Array.isArray(value) ? value.map((one: unknown) => asKept({ value: one })) : value;

/** One line of text, not empty: names, numbers of documents and cases. */
export const Text = (options: FieldOptions & { readonly longest?: number }): PropertyDecorator => {
  const { longest = 200 } = options;
  const schema = { type: 'string', minLength: 1, maxLength: longest };
  return applyDecorators(
    Transform(asKept),
    field(options, { code: 'bad-text', accepts: isText(longest, null), schema }),
  );
};

/** Text of several lines: reasons and descriptions. */
export const LongText = (options: FieldOptions): PropertyDecorator => {
  const schema = { type: 'string', minLength: 1, maxLength: 4000 };
  const accepts = isText(4000, /[\n\r\t]/g);
  return applyDecorators(Transform(asKept), field(options, { code: 'bad-text', accepts, schema }));
};

const isTyped = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && value.length <= 1000 && isWellFormed(value);

/** A password, exactly as it was typed; whether it is a good one is not a matter of shape. */
export const Password = (options: FieldOptions): PropertyDecorator => {
  const schema = { type: 'string', format: 'password', minLength: 1, maxLength: 1000 };
  return field(options, { code: 'bad-text', accepts: isTyped, schema });
};

/** A business day, `YYYY-MM-DD`. */
export const Day = (options: FieldOptions): PropertyDecorator =>
  field(options, { code: 'bad-date', accepts: isLocalDate, schema: { type: 'string', format: 'date' } });

/** Text of a fixed shape, such as a school code. */
export const Code = (options: FieldOptions & { readonly shape: RegExp }): PropertyDecorator => {
  const { shape } = options;
  const accepts = (value: unknown): boolean => typeof value === 'string' && shape.test(value);
  return field(options, { code: 'bad-code', accepts, schema: { type: 'string', pattern: shape.source } });
};

/** A whole number. */
export const Count = (
  options: FieldOptions & { readonly least?: number; readonly most?: number },
): PropertyDecorator => {
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = options;
  const accepts = (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  return field(options, { code: 'bad-number', accepts, schema: { type: 'integer', minimum: least, maximum: most } });
};

/** Yes or no, and neither 0 nor `"true"`. */
export const Truth = (options: FieldOptions): PropertyDecorator =>
  field(options, { code: 'bad-truth', accepts: (value) => typeof value === 'boolean', schema: { type: 'boolean' } });

/** One code of a table; the documentation says what each code is called officially. */
export const OneOf = (terms: Readonly<Record<string, string>>, options: FieldOptions): PropertyDecorator => {
  const codes = Object.keys(terms);
  const accepts = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(terms, value);
  const description = codes.map((code) => `${code} ${terms[code]}`).join(' · ');
  const schema = { type: 'string', enum: codes };
  return field({ description, ...options }, { code: 'unknown-type', accepts, schema });
};

/** A list of texts of one shape; left out it is empty. Order and repetition say nothing. */
export const CodeList = (options: FieldOptions & { readonly shape: RegExp }): PropertyDecorator => {
  const { shape } = options;
  const accepts = (value: unknown): boolean =>
    typeof value === 'string' && isText(200, null)(value) && shape.test(value);
  return field(options, { code: 'bad-code', accepts, schema: { type: 'string', pattern: shape.source }, each: true });
};

/** A list of texts, at least `least`; left out, where it may be, it is empty. */
export const TextList = (options: FieldOptions & { readonly least?: number }): PropertyDecorator => {
  const schema = { type: 'string', minLength: 1, maxLength: 200 };
  return applyDecorators(
    Transform(eachAsKept),
    field(options, { code: 'bad-text', accepts: isText(200, null), schema, each: true }),
    ...(options.least === undefined ? [] : [ArrayMinSize(options.least)]),
  );
};

/** A list of whole numbers; left out it is empty. */
export const CountList = (
  options: FieldOptions & { readonly least: number; readonly most: number },
): PropertyDecorator => {
  const { least, most } = options;
  const accepts = (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  return field(options, {
    code: 'bad-number',
    accepts,
    schema: { type: 'integer', minimum: least, maximum: most },
    each: true,
  });
};

const isNoList = (value: unknown): boolean => !Array.isArray(value);

/** A list of parts, each checked by its own class; at least one. */
export const Parts = (part: new () => object): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: part, isArray: true, minItems: 1, maxItems: longestList }),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(longestList),
    // A list in the place of a part would be looked into, and its own parts taken for the whole.
    ValidateBy({ name: 'malformed-body', validator: { validate: isNoList } }, { each: true }),
    ValidateNested({ each: true }),
    Type(() => part),
  );
