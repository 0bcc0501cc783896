import { ApiProperty } from '@nestjs/swagger';
import { roles } from '#policy';
import { Code, Password, Text } from '../http/fields.ts';
import { QueryCode } from '../http/query-fields.ts';

const accountShape = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
const codeShape = /^\d{6}$/;
const recoveryShape = /^[0-9A-Za-z-]{8,40}$/;
const tokenShape = /^[\w-]{20,200}$/;

/** The account that an address names. */
export class AccountPathDto {
  @Code({ shape: accountShape, example: 'wang.fang' })
  account!: string;
}

/** Who signs in. One of `code` and `recoveryCode` is needed. */
export class SignInDto extends AccountPathDto {
  @Password({ example: 'correct horse battery staple' })
  password!: string;

  @Code({ shape: codeShape, example: '287082', optional: true, description: 'What the authenticator app shows.' })
  code: string | null = null;

  @Code({ shape: recoveryShape, example: null, optional: true, description: 'Where the app is lost; each works once.' })
  recoveryCode: string | null = null;
}

/** Who signed in; the session itself is in the cookie alone. */
export class SignedInDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;
}

/** A fresh proof of who somebody is: decisions ask for one of the last five minutes. */
export class ProofDto {
  @Password({ example: 'correct horse battery staple' })
  password!: string;

  @Code({ shape: codeShape, example: '287082' })
  code!: string;
}

/** How a sign-in with the provider begins. */
export class ProviderQueryDto {
  @QueryCode({
    shape: /^(?:true|false)$/,
    example: 'true',
    description: 'Whoever is signed in proves that it is still them, as decisions ask.',
  })
  again: string | null = null;
}

/** A new password, for the old one. */
export class NewPasswordDto extends ProofDto {
  @Password({ example: 'four quite other words here', description: '12 to 128 characters, and not a common one.' })
  newPassword!: string;
}

/** The first person of a fresh register. */
export class SetupDto extends AccountPathDto {
  @Code({
    shape: tokenShape,
    example: 'kq3Zt0mW8yR2vX5bN7cL1pS4dF6gH9jKq3Zt0mW8yR2',
    description: 'Printed at the first start; good for 30 minutes.',
  })
  token!: string;

  @Text({ example: '陈管理', longest: 50 })
  name!: string;
}

/** The first step to an account of one's own: a password. */
export class EnrolmentDto {
  @Code({
    shape: tokenShape,
    example: 'W7xQe2rT9uI4oP6aS1dF8gH3jK5lZ0xCvB7nM2qW4eR',
    description: 'What the security administrator handed over.',
  })
  invitation!: string;

  @Password({ example: 'correct horse battery staple', description: '12 to 128 characters, and not a common one.' })
  password!: string;
}

/** The second step: a code proves that the authenticator app has the secret. */
export class ConfirmationDto {
  @Code({ shape: tokenShape, example: 'W7xQe2rT9uI4oP6aS1dF8gH3jK5lZ0xCvB7nM2qW4eR' })
  invitation!: string;

  @Code({ shape: codeShape, example: '287082' })
  code!: string;
}

/** An invitation to enrol, to be handed over to its owner alone. */
export class InvitationDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({
    example: 'W7xQe2rT9uI4oP6aS1dF8gH3jK5lZ0xCvB7nM2qW4eR',
    description: 'Shown once; it works once, and makes an earlier one worthless.',
  })
  invitation!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-02T08:00:00.000Z' })
  expiresAt!: string;
}

/** What an authenticator app is told. */
export class AuthenticatorDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ example: 'JBSWY3DPEHPK3PXP', description: 'Base32, for typing in.' })
  secret!: string;

  @ApiProperty({ example: 'otpauth://totp/Redline:wang.fang?secret=…', description: 'For a QR code.' })
  otpauth!: string;
}

/** Codes for the day on which the phone is lost. */
export class RecoveryCodesDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ type: [String], example: ['4f7k-…'], description: 'Shown once. Each works once.' })
  recoveryCodes!: readonly string[];
}

const reach = { anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' } }] };

/** Who is signed in, and until when. */
export class ProfileDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '王芳' })
  name!: string | null;

  @ApiProperty({ type: [String], enum: roles, example: ['OFFICER'] })
  roles!: readonly string[];

  @ApiProperty({ ...reach, example: ['460108'] })
  districts!: 'all' | readonly string[];

  @ApiProperty({ ...reach, example: [] })
  schools!: 'all' | readonly string[];

  @ApiProperty({ example: true, description: 'Whether decisions may be taken without another proof.' })
  steppedUp!: boolean;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:05:00.000Z' })
  steppedUpUntil!: string;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:30:00.000Z', description: 'Unless a request comes.' })
  idleUntil!: string;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T16:00:00.000Z' })
  absoluteUntil!: string;
}
