import { recordOrCorrect, refuse, without } from '#kernel';
import type { Decider, Hand, Judgement, Order } from '#kernel';
import type { RegisterFacts } from '#law';
import { ApproveLook, RevealPersonalData, ProposeErasure, RecordPerson, RequestLook } from './person.commands.ts';
import type { ErasePersonalData, PersonCommand } from './person.commands.ts';
import type { ErasureGround, PersonContent, PersonEvent } from './person.events.ts';
import { approveLook, lookAt, requestLook } from './person.looks.ts';
import type { Look } from './person.looks.ts';
import { contentOffences, reasonOffences } from './person.offences.ts';
import { erasureTerms } from './person.terms.ts';

/** What is recorded of one person. */
export interface PersonState {
  /** As it was recorded last; null before, and its texts are gone for ever once `erased`. */
  readonly content: PersonContent | null;
  /** By whose account it is. */
  readonly looks: ReadonlyMap<string, Look>;
  readonly erasure: { readonly ground: ErasureGround; readonly reason: string; readonly proposedBy: string } | null;
  readonly erased: boolean;
}

const initialState: PersonState = { content: null, looks: new Map(), erasure: null, erased: false };

const evolve = (state: PersonState, event: PersonEvent, hand?: Hand): PersonState => {
  const { looks } = state;
  switch (event.type) {
    case 'PersonRecorded':
      return { ...state, content: event.data };
    case 'PersonCorrected':
      return { ...state, content: without(event.data, 'correctionReason') };
    case 'PersonLookRequested': {
      const { purpose, reason } = event.data;
      return { ...state, looks: new Map(looks).set(hand?.actor ?? '', { purpose, reason, until: null }) };
    }
    case 'PersonLookApproved': {
      const { requestedBy, until } = event.data;
      const look = looks.get(requestedBy);
      return look ? { ...state, looks: new Map(looks).set(requestedBy, { ...look, until }) } : state;
    }
    case 'PersonErasureProposed': {
      const { ground, reason } = event.data;
      return { ...state, erasure: { ground, reason, proposedBy: hand?.actor ?? '' } };
    }
    case 'PersonErased':
      return { ...state, erased: true };
    default: // PersonLookedAt
      return state;
  }
};

/** What a person's command is told. */
type Asked<C> = Order<C, RegisterFacts>;

const record = (
  { command, facts }: Asked<RecordPerson>,
  { content: recorded }: PersonState,
): Judgement<PersonEvent> => {
  const { content, correctionReason } = command;
  return recordOrCorrect<PersonContent, PersonEvent>({
    recorded,
    content,
    correctionReason,
    keyField: 'person',
    offences: [
      ...contentOffences(content, facts),
      ...(correctionReason === null ? [] : reasonOffences(correctionReason)),
    ],
    record: () => [{ type: 'PersonRecorded', data: content }],
    correct: (reason) => [{ type: 'PersonCorrected', data: { ...content, correctionReason: reason } }],
  });
};

/** The case still needs what it is about, unless it should never have been there (个人信息保护法 47). */
const isHeldBy = ({ caseNo }: PersonContent, ground: ErasureGround, facts: RegisterFacts): boolean =>
  ground !== 'UNLAWFUL' && facts.caseByNo(caseNo)?.closedOn === null;

const proposeErasure = (
  { command: { erasure }, facts, actor }: Asked<ProposeErasure>,
  content: PersonContent,
  known: PersonState['erasure'],
): Judgement<PersonEvent> => {
  const { ground, reason } = erasure;
  if (!Object.hasOwn(erasureTerms, ground)) return refuse('unknown-erasure-ground', 'ground', ground);
  const refusals = reasonOffences(reason);
  if (refusals.length > 0) return { refusals };
  if (isHeldBy(content, ground, facts)) return refuse('case-still-open', 'caseNo', content.caseNo);
  if (known?.ground === ground && known.reason === reason && known.proposedBy === actor) return [];
  const { school, person: number } = content;
  return [{ type: 'PersonErasureProposed', data: { school, person: number, ground, reason } }];
};

const erase = (
  { command: { erasure }, facts, actor }: Asked<ErasePersonalData>,
  content: PersonContent,
  proposed: PersonState['erasure'],
): Judgement<PersonEvent> => {
  if (!proposed) return refuse('erasure-not-proposed', 'person', content.person);
  const { ground, proposedBy } = proposed;
  if (erasure.ground !== ground) return refuse('erasure-proposal-differs', 'ground', ground);
  if (proposedBy === actor) return refuse('same-person-erases', 'actor', actor);
  if (isHeldBy(content, ground, facts)) return refuse('case-still-open', 'caseNo', content.caseNo);
  const { school, person: number, subject } = content;
  return [{ type: 'PersonErased', data: { school, person: number, subject, ground, proposedBy } }];
};

/** Somebody whom a case concerns (涉案人员): who may look at them, and when they are forgotten. */
export const person: Decider<PersonState, Asked<PersonCommand>, PersonEvent> = {
  subject: 'person',
  initialState,
  evolve,
  decide: (order, state) => {
    const { command, actor } = order;
    const { content, looks, erasure, erased } = state;
    if (command instanceof RecordPerson && !erased) return record({ ...order, command }, state);
    const number = command instanceof RecordPerson ? command.content.person : command.key.person;
    if (content === null) return refuse('unknown-person', 'person', number);
    // Whoever repeats the erasure finds it done; for everything else nobody is there any more.
    if (erased) return isErasure(command) ? [] : refuse('person-already-erased', 'person', number);
    if (command instanceof RequestLook) return requestLook(command, { content, looks }, actor);
    if (command instanceof ApproveLook) return approveLook(command, { content, looks }, actor);
    if (command instanceof RevealPersonalData) return lookAt(command, { content, looks }, actor);
    if (command instanceof ProposeErasure) return proposeErasure({ ...order, command }, content, erasure);
    return erase({ ...order, command: command as ErasePersonalData }, content, erasure);
  },
};

const isErasure = (command: PersonCommand): boolean => 'erasure' in command && !(command instanceof ProposeErasure);
