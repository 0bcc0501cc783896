import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, ValidateBy } from 'class-validator';

// The parameters of an address are always texts; what is left out or empty takes its fallback.

interface QueryFieldOptions {
  readonly example?: unknown;
  readonly description?: string;
}

const optional = (schema: object, options: QueryFieldOptions): readonly PropertyDecorator[] => {
  const { example, description } = options;
  return [
    ApiProperty({
      ...schema,
      required: false,
      ...(example ? { example } : {}),
      ...(description ? { description } : {}),
    }),
    IsOptional(),
  ];
};

/** A text of a fixed shape; null when left out. */
export const QueryCode = (options: QueryFieldOptions & { readonly shape: RegExp }): PropertyDecorator => {
  const validate = (value: unknown): boolean => typeof value === 'string' && options.shape.test(value);
  return applyDecorators(
    ...optional({ type: 'string', pattern: options.shape.source }, options),
    Transform(({ value }: { readonly value: unknown }) => (value === '' ? null : value)),
    ValidateBy({ name: 'bad-code', validator: { validate } }),
  );
};

/** A whole number between two bounds. */
export const QueryCount = (
  options: QueryFieldOptions & { readonly least: number; readonly most: number; readonly fallback: number },
): PropertyDecorator => {
  const { least, most, fallback } = options;
  const validate = (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  return applyDecorators(
    ...optional({ type: 'integer', minimum: least, maximum: most, default: fallback }, options),
    Transform(({ value }: { readonly value: unknown }) => {
      if (value === '') return fallback;
      return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    }),
    ValidateBy({ name: 'bad-number', validator: { validate } }),
  );
};

/** What every query can be asked with; waiting is done before, by `MinPositionGuard`. */
export class ReadQueryDto {
  @QueryCode({ shape: /^\d{1,15}$/, example: '17', description: 'Wait (at most 1.5 s) until this position is seen.' })
  minPosition: string | null = null;
}
