import { expect, it } from '@jest/globals';
import { userLines } from './user-lines.ts';

const account = {
  account: 'wang.fang',
  roles: ['OFFICER'],
  districts: ['460108'],
  schools: [],
  conflicts: [],
  identity: null,
  openedAt: '2026-09-01T08:00:00.000Z',
  disabled: false,
  disablingReason: null,
} as const;
const cells = (line: string | undefined) => line?.split(/ {2,}/);

it('says of each account what it may do, where, and whether it is open', () => {
  const left = { ...account, account: 'zhao', roles: ['AUDITOR'], districts: 'all', disabled: true } as const;
  const lines = userLines([account, left], 'en').slice(-2);
  expect(lines.map(cells)).toEqual([
    ['wang.fang', 'officer', 'Meilan', 'open'],
    ['zhao', 'auditor', 'all', 'disabled'],
  ]);
});

it('says that there are none, and how the first one comes about', () => {
  expect(userLines([], 'zh-CN')).toEqual([expect.stringContaining('redline users open')]);
});
