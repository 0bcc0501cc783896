export { FakeKurrentServer } from './fake-kurrent-server.ts';
export type { FakeKurrentServerOptions } from './fake-kurrent-server.ts';
export type { FakeEvent, FakeRecord } from './fake-log.ts';
export { failure } from './messages.ts';
