export type { ListedSession, NewSession, Refused, RefusalCode, Session, SessionMethod, Where } from './answers.ts';
export type { LoggedOutThere, PersonThere, Vouching } from './answers.ts';
export { isRefused } from './answers.ts';
export type { PasswordChange, SignIn } from './identity.ts';
export { Identity } from './identity.ts';
export type { IdentityLimits } from './limits.ts';
export type { IdentityPlace } from './open-identity.ts';
export { openIdentity, rekeyIdentity } from './open-identity.ts';
