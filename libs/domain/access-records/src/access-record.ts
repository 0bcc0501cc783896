import { isInstant, refusal } from '#kernel';
import type { Decider, Refusal } from '#kernel';
import type { RecordAccess } from './access-record.commands.ts';
import type { AccessEvent, ExportedList, SignInMethod, SignOutWay } from './access-record.events.ts';

const longestText = 256;
const control = /\p{Cc}/gu;

/** What somebody else wrote: it is kept, without what could forge a line or break the record. */
const cleaned = (text: string): string => text.replaceAll(control, '\u{FFFD}').slice(0, longestText).toWellFormed();

const cleanedEvent = (event: AccessEvent): AccessEvent => {
  if (event.type !== 'AccessDenied') return withAgent(event);
  const { about } = event.data;
  return { ...event, data: { ...event.data, about: about === null ? null : cleaned(about) } };
};

const withAgent = (event: Exclude<AccessEvent, { type: 'AccessDenied' }>): AccessEvent =>
  ({ ...event, data: { ...event.data, agent: cleaned(event.data.agent) } }) as AccessEvent; // the same type as before

const isText = (text: string): boolean => text !== '' && cleaned(text) === text;

const methods: Readonly<Record<SignInMethod, true>> = {
  PASSWORD_AND_CODE: true,
  PASSWORD_AND_RECOVERY_CODE: true,
  ENROLMENT: true,
  IDENTITY_PROVIDER: true,
};
const ways: Readonly<Record<SignOutWay, true>> = {
  BY_HAND: true,
  BY_ADMINISTRATOR: true,
  BY_PROVIDER: true,
  DISABLED: true,
  CREDENTIALS_RESET: true,
};

const lists: Readonly<Record<ExportedList, true>> = { SCHOOLS: true };

/** Fields that the program itself fills, each with whether it is well formed. */
const fieldsOf = ({ type, data }: AccessEvent): Readonly<Record<string, boolean>> => {
  const address = isText(data.address);
  switch (type) {
    case 'SignedIn':
      return { account: isText(data.account), address, method: Object.hasOwn(methods, data.method) };
    case 'SignInRefused':
      return { account: data.account === null || isText(data.account), address, reason: isText(data.reason) };
    case 'SignedOut':
      return { account: isText(data.account), address, how: Object.hasOwn(ways, data.how) };
    case 'SteppedUp':
      return { account: isText(data.account), address };
    case 'RegisterExported': {
      const { account, what, rows } = data;
      const isCount = Number.isSafeInteger(rows) && rows >= 0;
      return { account: isText(account), address, what: Object.hasOwn(lists, what), rows: isCount };
    }
    default: {
      const { actor, action, reason, times } = data; // AccessDenied
      return {
        actor: actor === '' || isText(actor),
        address,
        action: isText(action),
        reason: isText(reason),
        times: Number.isSafeInteger(times) && times >= 1,
      };
    }
  }
};

const offences = (event: AccessEvent): readonly Refusal[] => {
  const malformed = Object.entries(fieldsOf(event)).filter(([, isWellFormed]) => !isWellFormed);
  return [
    ...(isInstant(event.data.at) ? [] : [refusal('bad-instant', 'at', event.data.at)]),
    ...malformed.map(([field]) => refusal('access-record-malformed', field)),
  ];
};

/** Records of access (登录记录). One stream for each actor and day; whatever is well formed is recorded, each time. */
export const accessRecord: Decider<boolean, { readonly command: RecordAccess }, AccessEvent> = {
  subject: 'accessRecord',
  initialState: false,
  evolve: () => true,
  decide: ({ command: { content } }) => {
    const refusals = offences(content);
    return refusals.length > 0 ? { refusals } : [cleanedEvent(content)];
  },
};
