import { describe, it } from '@jest/globals';
import { RecordWorkbook, workbookImport } from '#domain/workbook-imports';
import type { WorkbookEvent } from '#domain/workbook-imports';
import { given } from '#testing';

const content = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  name: '2022年台账.xlsx',
  kind: 'xlsx',
  rows: 120,
  refusedRows: 3,
  importer: '王科员',
} as const;
const imported: WorkbookEvent = { type: 'WorkbookImported', data: content };

describe('an imported workbook', () => {
  it('is remembered once, however often it is imported', () => {
    given(workbookImport)
      .when({ command: new RecordWorkbook(content) })
      .then([imported]);
    given(workbookImport, [imported])
      .when({ command: new RecordWorkbook(content) })
      .then([]);
    given(workbookImport, [imported])
      .when({ command: new RecordWorkbook({ ...content, name: '改名.xlsx' }) })
      .then([]);
  });
});
