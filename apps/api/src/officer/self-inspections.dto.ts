import { itemStatusTerms, redLines } from '#law';
import type { ItemStatus, RedLineCategory } from '#law';
import { Code, CodeList, Count, Day, LongText, OneOf, Parts, Text } from '../http/fields.ts';
import { schoolCodeShape } from './schools.dto.ts';

/** The official terms of the red lines, by code. */
export const redLineTerms = Object.fromEntries(
  Object.entries(redLines).map(([category, { term }]) => [category, term]),
) as Readonly<Record<RedLineCategory, string>>;

const firstYear = 2000;
const lastYear = 2100;
/** The years that a question can ask about. */
export const enrolmentYears = { least: firstYear, most: lastYear } as const;

/** The campaign that an address names. */
export class CampaignPathDto {
  @Text({ example: 'ZC2022-1' })
  batch!: string;
}

/** A school's report to a campaign. */
export class ReportPathDto extends CampaignPathDto {
  @Code({ shape: schoolCodeShape, example: '3646012001' })
  school!: string;
}

/** One item of a report. */
export class ItemPathDto extends ReportPathDto {
  @Text({ example: '1' })
  itemNo!: string;
}

/** A campaign without its number: what can be corrected. */
export class CampaignRowDto {
  @Text({ example: '2022年底线红线自查' })
  name!: string;

  @Count({ ...enrolmentYears, example: 2022 })
  enrolmentYear!: number;

  @Day({ example: '2022-03-01' })
  noticeOn!: string;

  @Day({ example: '2022-03-18' })
  dueOn!: string;

  @Day({ example: '2022-12-31', optional: true })
  endsOn: string | null = null;

  @CodeList({ shape: schoolCodeShape, example: [], description: 'Left out or empty: every school.', optional: true })
  schools: readonly string[] | null = null;

  @LongText({ example: '登记有误', optional: true })
  correctionReason: string | null = null;
}

/** A campaign to open. */
export class OpenCampaignDto extends CampaignRowDto {
  @Text({ example: 'ZC2022-1' })
  batch!: string;
}

/** A signed statement that nothing was found. */
export class ZeroReportDto {
  @Day({ example: '2022-03-15' })
  filedOn!: string;

  @Day({ example: '2022-03-15', description: 'The day of the principal’s signature.' })
  signedOn!: string;

  @LongText({ example: '登记有误', optional: true })
  correctionReason: string | null = null;
}

/** One item that was found. */
export class ItemDto {
  @Text({ example: '1' })
  itemNo!: string;

  @OneOf(redLineTerms, { example: 'HIDDEN_ENROLMENT', optional: true })
  category: RedLineCategory | null = null;

  @LongText({ example: '在校无籍学生', optional: true })
  description: string | null = null;

  @Count({ example: 3, optional: true })
  studentCount: number | null = null;

  @Count({ example: 859218, description: 'In fen.', optional: true })
  amountFen: number | null = null;

  @Day({ example: '2022-03-10', optional: true })
  foundOn: string | null = null;

  @Day({ example: '2022-03-20', optional: true })
  orderedOn: string | null = null;

  @Day({ example: '2022-04-20', optional: true })
  rectifyBy: string | null = null;

  @OneOf(itemStatusTerms, { example: 'NOT_RECTIFIED', optional: true })
  status: ItemStatus | null = null;

  @Day({ example: '2022-04-18', optional: true })
  closedOn: string | null = null;
}

/** One item with the days of the report that it stands in. */
export class ReportItemDto extends ItemDto {
  @Day({ example: '2022-03-15' })
  filedOn!: string;

  @Day({ example: '2022-03-15' })
  signedOn!: string;

  @LongText({ example: '登记有误', optional: true })
  correctionReason: string | null = null;
}

/** A report with all its items: all are filed, or none. */
export class FileReportDto {
  @Day({ example: '2022-03-15' })
  filedOn!: string;

  @Day({ example: '2022-03-15' })
  signedOn!: string;

  @Parts(ItemDto)
  items!: readonly ItemDto[];
}

/** Something done on a day. */
export class OnDayDto {
  @Day({ example: '2022-03-20' })
  on!: string;
}

/** Something done on a day for a reason. */
export class OnDayBecauseDto extends OnDayDto {
  @LongText({ example: '材料不全' })
  reason!: string;
}

/** An order to correct. */
export class OrderCorrectionDto {
  @Day({ example: '2022-03-20' })
  orderedOn!: string;

  @Day({ example: '2022-04-20' })
  rectifyBy!: string;
}

/** How an item was put right. */
export class RectifyItemDto extends OnDayDto {
  @LongText({ example: '已补办学籍注册' })
  measure!: string;
}

/** The closing of an item or a case. */
export class ClosedOnDto {
  @Day({ example: '2022-04-25' })
  closedOn!: string;
}
