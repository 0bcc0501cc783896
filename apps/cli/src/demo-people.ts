import { TOTP } from 'otpauth';
import { openIdentityOf } from '#composition';
import type { OpenRegister } from '#composition';
import { OpenAccount } from '#domain/accounts';
import { systemUser } from './system-user.ts';

/** Somebody of the fictional office who can sign in. */
export interface DemoPerson {
  readonly account: string;
  readonly password: string;
  /** For an authenticator app. */
  readonly secret: string;
  /** A session that is open already, as the cookie that a browser sends. */
  readonly cookie: string;
}

const where = { address: '127.0.0.1', agent: 'redline demo' };
const password = 'seven quiet herons fly';

/** Opens an officer's account in a fresh register and enrols them as people do, with a password and an app. */
export const enrolDemoOfficer = async (register: OpenRegister, data: string): Promise<DemoPerson> => {
  const account = 'demo';
  const access = { roles: ['OFFICER'], districts: 'all', schools: [], conflicts: [] } as const;
  await register.gateway.execute(new OpenAccount({ account, identity: null, ...access }), {
    actor: systemUser(),
    actorTrust: 'unverified',
    source: 'cli',
  });
  const identity = await openIdentityOf({ mode: 'embedded', dataDirectory: data });
  try {
    const { token } = await identity.invite(account, '演示');
    const begun = await identity.beginEnrolment(token, password);
    if ('refused' in begun) throw new Error(begun.refused);
    const code = new TOTP({ secret: begun.secret }).generate();
    const enrolled = await identity.confirmEnrolment(token, code, where);
    if ('refused' in enrolled) throw new Error(enrolled.refused);
    return { account, password, secret: begun.secret, cookie: `__Host-sid=${enrolled.session.token}` };
  } finally {
    await identity.close();
  }
};
