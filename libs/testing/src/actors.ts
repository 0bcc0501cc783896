import { nobody } from '#policy';
import type { Actor } from '#policy';

/** Somebody who may record everything everywhere, and proved a moment ago that it is them. */
export const officer = (id: string): Actor => ({
  ...nobody,
  id,
  roles: ['OFFICER', 'SECURITY_ADMINISTRATOR'],
  districts: 'all',
  steppedUp: true,
});
