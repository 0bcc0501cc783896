import { setTimeout as after } from 'node:timers/promises';
import { besieged } from './kit/besieging.ts';
import type { Blow } from './kit/besieging.ts';
import { killPostmaster } from './kit/kill-postmaster.ts';
import type { Trial } from './kit/trial.ts';

const longestDownMs = 800;

const blows: readonly Blow[] = [
  {
    name: 'stopped at once',
    strike: async ({ cluster: { postgres } }, random) => {
      await postgres.crash();
      await after(random.below(longestDownMs));
      await postgres.restart();
    },
  },
  {
    name: 'killed',
    strike: async ({ cluster: { postgres, place } }, random) => {
      await killPostmaster(place.postgresUrl);
      await after(random.below(longestDownMs));
      await postgres.restart();
    },
  },
];

/** N2: PostgreSQL ends in its tracks and is started again while officers work. */
export const crashedDatabase: Trial = (setting) => besieged(setting, blows);
