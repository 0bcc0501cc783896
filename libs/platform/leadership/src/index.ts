export type { LeadershipOptions } from './leadership.ts';
export { Leadership } from './leadership.ts';
export type { SharedOutOptions } from './shared-out.ts';
export { SharedOut } from './shared-out.ts';
export type { LeaseOptions } from './lease.ts';
export { LeadershipLost, Lease, prepareLeases } from './lease.ts';
