import { hash } from 'node:crypto';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first 26 base32 characters of SHA-256 of the key's NFKC form: how a number that people write becomes an id. */
export const hashedId = (key: string): string => {
  const digest = hash('sha256', key.normalize('NFKC'), 'buffer');
  let bits = 0;
  let held = 0;
  let id = '';
  for (const byte of digest) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5 && id.length < 26) {
      held -= 5;
      id += base32[(bits >> held) & 31];
    }
    bits &= (1 << held) - 1;
    if (id.length === 26) break;
  }
  return id;
};

/** The stream of each subject, from the business key that people know it by. */
export const streamOf = {
  school: (code: string): string => `school-${code}`,
  campaign: (batch: string): string => `selfInspectionCampaign-${hashedId(batch)}`,
  report: (batch: string, school: string): string => `selfInspectionReport-${hashedId(batch)}.${school}`,
  violationCase: (caseNo: string): string => `violationCase-${hashedId(caseNo)}`,
  person: (school: string, person: string): string => `person-${hashedId(person)}.${school}`,
  decision: (number: string): string => `decision-${hashedId(number)}`,
  workbookImport: (sha256: string): string => `workbookImport-${hashedId(sha256)}`,
  webhook: (webhook: string): string => `webhook-${hashedId(webhook)}`,
  machineClient: (client: string): string => `machineClient-${hashedId(client)}`,
  account: (account: string): string => `account-${hashedId(account)}`,
  secretStore: (store: string): string => `secretStore-${hashedId(store)}`,
  accessRecord: (who: string, day: string): string => `accessRecord-${hashedId(who)}.${day}`,
} as const;
