import type { Office, Reply } from '../journeys/office.ts';

/** One record of access, as auditors read it. */
export interface AccessRecord {
  readonly position: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All of them, up to what is recorded now. */
export const accessRecordsOf = async (office: Office): Promise<readonly AccessRecord[]> => {
  const { body } = await office.get('/health/ready');
  const all: AccessRecord[] = [];
  for (let after: string | null = null; ;) {
    const page: Reply = await office.get(
      `/api/v1/access-records?limit=200&minPosition=${body.logHead}${after === null ? '' : `&after=${after}`}`,
    );
    all.push(...(page.body.items as AccessRecord[]));
    if (page.body.next === null) return all;
    after = page.body.next as string;
  }
};
