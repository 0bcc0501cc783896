import { setTimeout as after } from 'node:timers/promises';
import type { BesetCluster } from './kit/beset-cluster.ts';
import { besieged } from './kit/besieging.ts';
import type { Blow } from './kit/besieging.ts';
import type { Random } from './kit/random.ts';
import type { Trial } from './kit/trial.ts';

const longestMs = 1_500;
const mostDelayMs = 60;
const mostLostAnswers = 3;
const aWhile = (random: Random): Promise<unknown> => after(random.between(longestMs / 10, longestMs));

/** No byte that was swallowed ever arrives: the connections are of no more use. */
const swallowing = async ({ line }: BesetCluster, random: Random): Promise<void> => {
  line.line = 'swallowing';
  await aWhile(random);
  line.cut('by reset');
  line.line = 'open';
};

const blows: readonly Blow[] = [
  {
    name: 'answer to COMMIT lost',
    strike: async ({ commits }, random) => {
      commits.loseAnswers(random.between(1, mostLostAnswers));
      await aWhile(random);
      commits.loseAnswers(0);
    },
  },
  { name: 'reset', strike: async ({ line }) => line.cut('by reset') },
  {
    name: 'slow',
    strike: async ({ commits }, random) => {
      commits.delayMs = random.between(1, mostDelayMs);
      await aWhile(random);
      commits.delayMs = 0;
    },
  },
  { name: 'ended politely', strike: async ({ line }) => line.cut('politely') },
  { name: 'swallowed, then reset', strike: swallowing },
  {
    name: 'no way to connect',
    strike: async ({ line }, random) => {
      line.line = 'closed';
      line.cut('by reset');
      await aWhile(random);
      line.line = 'open';
    },
  },
];

/** N1: what happens to the line between the programs and PostgreSQL while officers work. */
export const badLine: Trial = (setting) => besieged(setting, blows);
