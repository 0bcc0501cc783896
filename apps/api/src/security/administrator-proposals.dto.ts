import { ApiProperty } from '@nestjs/swagger';
import { Code } from '../http/fields.ts';
import { accountShape, reach } from './accounts.dto.ts';

const proposalShape = /^[1-9]\d{0,8}$/;

/** What waits for another security administrator. */
export class WaitingDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ example: 1, description: 'Counts the proposals about the account.' })
  proposal!: number;

  @ApiProperty({ format: 'date', example: '2026-10-09', description: 'The last day on which it can be approved.' })
  expiresOn!: string;

  @ApiProperty({ example: '17', description: 'In the log.', pattern: '^\\d+$' })
  position!: string;
}

/** A proposal that an address names, as it was seen in the list. */
export class ProposalPathDto {
  @Code({ shape: accountShape, example: 'wang.fang' })
  account!: string;

  @Code({ shape: proposalShape, example: '1' })
  proposal!: string;
}

/** The access that an account would have. */
export class ProposedAccessDto {
  @ApiProperty({ type: [String], example: ['SECURITY_ADMINISTRATOR'] })
  roles!: readonly string[];

  @ApiProperty({ ...reach, example: 'all' })
  districts!: 'all' | readonly string[];

  @ApiProperty({ ...reach, example: [] })
  schools!: 'all' | readonly string[];

  @ApiProperty({ type: [String], example: [] })
  conflicts!: readonly string[];
}

/** Exactly what is recorded when it is approved. */
export class ListedProposalDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '王芳' })
  name!: string | null;

  @ApiProperty({ example: 1, description: 'Names it in addresses: what stands under a number never changes.' })
  proposal!: number;

  @ApiProperty({ enum: ['OPEN', 'CHANGE_ACCESS', 'RESET_CREDENTIALS', 'ENABLE'], example: 'OPEN' })
  kind!: 'OPEN' | 'CHANGE_ACCESS' | 'RESET_CREDENTIALS' | 'ENABLE';

  @ApiProperty({ type: ProposedAccessDto, nullable: true, description: 'Null where the access stays as it is.' })
  access!: ProposedAccessDto | null;

  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Why; null for a new account.' })
  reason!: string | null;

  @ApiProperty({ example: 'chen.admin', description: 'Who may not approve it.' })
  proposedBy!: string;

  @ApiProperty({ format: 'date-time', example: '2026-09-28T08:00:00.000Z' })
  proposedAt!: string;

  @ApiProperty({ format: 'date', example: '2026-10-09', description: 'The last day on which it can be approved.' })
  expiresOn!: string;
}

/** What waits, also what is out of date: it stays until it is withdrawn or proposed anew. */
export class ProposalListDto {
  @ApiProperty({ type: ListedProposalDto, isArray: true })
  proposals!: readonly ListedProposalDto[];
}

/** What took effect. */
export class ApprovedDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'W7xQe2rT9uI4oP6aS1dF8gH3jK5lZ0xCvB7nM2qW4eR',
    description: 'Of an account that was opened or reset: hand it to its owner, and to nobody else.',
  })
  invitation!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-10-05T08:00:00.000Z' })
  expiresAt!: string | null;

  @ApiProperty({ example: '18', description: 'In the log.', pattern: '^\\d+$' })
  position!: string;
}
