import type { SchoolRegister } from '../facts.ts';

/** Who watches over a school whose ledger does not say: 技工学校 belong to the labour authority (人社), others to education. */
export const authorityOf = (schoolType: string | null | undefined): SchoolRegister['authority'] =>
  schoolType?.includes('技工学校') ? 'HRSS' : 'EDU';
