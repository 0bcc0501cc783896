import type { NewEvent } from '#platform/event-store';
import { SeededRandom } from './random.ts';
import { nextEpisode, registered } from './school-life.ts';
import type { Happening, Setting } from './school-life.ts';

/** An event on its way into the log. */
export interface Placed {
  readonly stream: string;
  /** The revision before it; -1 for the first of its stream. */
  readonly after: number;
  readonly event: NewEvent;
  /** When it is recorded. */
  readonly at: Date;
}

export interface Size {
  readonly schools: number;
  readonly events: number;
}

const firstDayMs = Date.UTC(2021, 7, 1);
const dayMs = 86_400_000;
const lastedDays = 1_750;
const campaigns = 20;

/** School codes of the history, by number. */
export const codeOf = (n: number): string => `3646${String(n).padStart(6, '0')}`;

/**
 * Five years of an office that looks after so many schools: registers, reports, cases, decisions and what came after
 * them, in the order of recording, every school about as busy as the others. The same size gives the same history.
 */
export function* history({ schools, events }: Size, seed = 7): Generator<Placed> {
  const random = new SeededRandom(seed);
  const revisions = new Map<string, number>();
  const waiting: Happening[][] = Array.from({ length: schools }, () => []);
  let opened = 0;
  for (let n = 0; n < events; n += 1) {
    const nowMs = firstDayMs + (n / events) * lastedDays * dayMs;
    const campaignIsDue = n >= schools && opened < (campaigns * n) / events;
    const school = n < schools ? n : random.below(schools);
    const setting = settingOf({ random, code: codeOf(school), serial: n, nowMs, batch: `b${opened}` });
    const happening = campaignIsDue
      ? campaign(setting, (opened += 1))
      : n < schools
        ? registered(setting)
        : next(waiting[school] ?? [], setting);
    const after = revisions.get(happening.stream) ?? -1;
    revisions.set(happening.stream, after + 1);
    yield { stream: happening.stream, after, at: new Date(nowMs), event: eventOf(happening, random) };
  }
}

const next = (queue: Happening[], setting: Setting): Happening => {
  if (queue.length === 0) queue.push(...nextEpisode(setting));
  return queue.shift() ?? registered(setting);
};

const settingOf = (it: Omit<Setting, 'day' | 'year'> & { readonly nowMs: number }): Setting => ({
  ...it,
  day: (fromNow) => new Date(it.nowMs + fromNow * dayMs).toISOString().slice(0, 10),
  year: new Date(it.nowMs).getUTCFullYear(),
});

const campaign = ({ day, year }: Setting, n: number): Happening => ({
  stream: `selfInspectionCampaign-b${n}`,
  type: 'SelfInspectionCampaignOpened',
  data: {
    batch: `b${n}`,
    name: `第${n}次自查`,
    enrolmentYear: year,
    noticeOn: day(0),
    dueOn: day(30),
    endsOn: day(80),
    schools: [],
  },
});

const eventOf = ({ type, data }: Happening, random: SeededRandom): NewEvent => {
  const { school, code } = data as { readonly school?: string; readonly code?: string };
  const about = school ?? code;
  const metadata = { actor: 'officer-3', actorTrust: 'unverified', source: 'api', rulesVersion: '2026.11-1' };
  return { id: random.uuid(), type, data, metadata: about === undefined ? metadata : { ...metadata, school: about } };
};
