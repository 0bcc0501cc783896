import { describe, expect, it } from '@jest/globals';
import { eventIdOf, newEventId } from './event-ids.ts';

describe('event ids', () => {
  it('are UUIDs of version 7 that sort by the millisecond they were made in', async () => {
    const earlier = newEventId();
    await new Promise((resolve) => {
      setTimeout(resolve, 3);
    });
    const later = newEventId();
    for (const id of [earlier, later])
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(earlier < later).toBe(true);
    expect(Math.abs(Number.parseInt(later.slice(0, 13).replace('-', ''), 16) - Date.now())).toBeLessThan(60_000);
    expect(new Set(Array.from({ length: 1000 }, newEventId)).size).toBe(1000);
  });

  it('are the same for the same command, and others for its other events', () => {
    expect(eventIdOf('import-7', 0)).toBe(eventIdOf('import-7', 0));
    expect(new Set([eventIdOf('import-7', 0), eventIdOf('import-7', 1), eventIdOf('import-8', 0)]).size).toBe(3);
    expect(eventIdOf('import-7', 0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
