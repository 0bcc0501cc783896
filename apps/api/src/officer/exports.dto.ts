import { Code, Count, OneOf, Text } from '../http/fields.ts';

const seasons = { AUTUMN: '秋季', SPRING: '春季' };

/** Which schools, and for which intake. */
export class ExportSchoolsDto {
  @Text({ example: null, optional: true, longest: 100, description: 'Part of a name or code.' })
  q: string | null = null;

  @Code({ shape: /^\d{6}$/, example: null, optional: true, description: 'Left out: all districts of the account.' })
  district: string | null = null;

  @Count({ least: 2000, most: 2100, example: 2022, optional: true, description: 'With season, or neither.' })
  year: number | null = null;

  @OneOf(seasons, { example: 'AUTUMN', optional: true })
  season: string | null = null;
}
