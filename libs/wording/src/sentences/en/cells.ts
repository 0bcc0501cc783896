import type { cellSentences as zh } from '../zh/cells.ts';

/** What can be wrong with a cell or a row, whatever the sheet. */
export const cellSentences: Readonly<Record<keyof typeof zh, string>> = {
  required: 'This cell must be filled in and is empty. Copy it from the original document and import again.',
  'bad-date':
    'The date cannot be read or does not exist{ (detail)}. Use an Excel date, or 2022-05-10, 2022/5/10 or 2022年5月10日, and check that the month has that day.',
  'bad-code':
    'The code has the wrong form{ (detail)}. A school code has 10 digits and a major code 6; format the column as text and type it again, never in scientific notation.',
  'bad-number':
    'The number cannot be read. Counts, terms and years are whole and not negative (years 2000 to 2100); amounts are in yuan with at most two decimals.',
  'bad-text':
    'The text cannot be kept: the cell is a formula or an error value, holds characters that cannot be stored, or the row is too long. Replace it with plain, shorter text.',
  'unknown-type':
    'The value is not one of those that this column allows. Use a value from the list in the sheet of instructions.',
  'unknown-school':
    'The school is not in the register{ (detail)}, or its own row was refused. Register the school first, or check the school code.',
  'unknown-case': 'The case is not recorded{ (detail)}. Record the case first, or check its number.',
  'unknown-batch': 'The self-inspection campaign is not recorded{ (detail)}. Record it first, or check its number.',
  'case-of-other-school':
    'The case belongs to another school{ (detail)}. A decision rests on cases of its own school; check the case number and the school code.',
  'bad-credit-code':
    'The unified social credit code fails the check of GB 32100-2015, or lost digits to scientific notation. Compare its 18 characters with the certificate; if the certificate really says so, give the reason in the column 更正理由.',
  'row-differs-from-record':
    'A record with this key exists and says something else. If it must be corrected, give the reason in the column 更正理由; both versions are kept.',
  'correction-breaks-follow-up':
    'Recorded like this, a document that is already recorded could not stand{ (detail)}. Correct or annul that document first.',
  'key-twice-in-file':
    'An earlier row of this file has the same key, and only the first counts. Delete the repeated row, or check the number.',
  'document-number-taken':
    'The document number is already used in the other sheet{ (detail)}. One number is either a decision or a follow-up; check the number.',
  'unusual-school-code':
    'The school code is well formed but unusual for a vocational school in Hainan (36, 41, 42 or 93, then 46). Check it once more.',
};
