import { ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, ValidationError } from '@nestjs/common';
import { ProblemError } from './problem.ts';
import type { Fault, Place } from './problem.ts';

/** Members that Nest and class-transformer drop without a word, so that nothing after them would refuse one. */
const passedOver = ['__proto__', 'constructor', 'prototype'];

/**
 * Bodies, queries and addresses as their classes say, and nothing else in them. Every wrong field is named by its pointer.
 * @throws ProblemError `validation-failed`, `malformed-body`
 */
export class DtoPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => new Invalid(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (!metatype || type === 'custom') return value;
    const where: Place = type === 'param' ? 'path' : type;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProblemError('malformed-body');
    const unknown = passedOver.filter((name) => Object.hasOwn(value, name));
    if (unknown.length > 0)
      throw new ProblemError('validation-failed', {
        faults: unknown.map((name) => ({ code: 'unknown-field', in: where, field: [name] })),
      });
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      throw new ProblemError('validation-failed', { faults: faultsOf(error.errors, where, []) });
    }
  }
}

class Invalid extends Error {
  readonly errors: readonly ValidationError[];

  constructor(errors: readonly ValidationError[]) {
    super('invalid');
    this.errors = errors;
  }
}

const codes: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  isArray: 'bad-list',
  arrayMaxSize: 'bad-list',
  arrayMinSize: 'required',
  nestedValidation: 'malformed-body',
};

const faultsOf = (errors: readonly ValidationError[], where: Place, outer: readonly string[]): readonly Fault[] =>
  errors.flatMap((error) => {
    const field = [...outer, error.property];
    const inner = faultsOf(error.children ?? [], where, field);
    const failed = Object.keys(error.constraints ?? {});
    const isMissing = error.value === undefined && !failed.includes('whitelistValidation');
    const own = failed.map((name) => (isMissing ? 'required' : (codes[name] ?? name)));
    return [...[...new Set(own)].map((code): Fault => ({ code, in: where, field })), ...inner];
  });
