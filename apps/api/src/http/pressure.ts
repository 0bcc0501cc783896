import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { IntervalHistogram } from 'node:perf_hooks';

/** How the process keeps up with what it is asked. */
export type Load = 'normal' | 'late' | 'overloaded';

export const pressureLimits = {
  /** How often the delays of the event loop are looked at, each time those since the last look. */
  windowMs: 1_000,
  /** The longest delay of a window from which on the process is late. */
  lateMs: 200,
  /** The mean delay from which on a window counts as lost. */
  lostMs: 500,
  /** So many lost windows running, and the process is overloaded. */
  lostWindows: 2,
} as const;

/** What the histogram counts besides the delay: the wait of its own timer. */
const resolutionMs = 20;

/** What is needed of Node's histogram, in nanoseconds. */
export type Delays = Pick<IntervalHistogram, 'count' | 'max' | 'mean' | 'reset'>;

/**
 * Looks at how late the event loop is. One long stall makes the process late and no more: what waited through it is
 * answered. Where stalls follow one another, every request would wait through several, and more arrive than are
 * answered: then it is better to say so at once.
 */
export class Pressure {
  #load: Load = 'normal';
  #lost = 0;
  #delays: Delays | undefined;
  #timer: NodeJS.Timeout | undefined;

  get load(): Load {
    return this.#load;
  }

  /** Begins to look. */
  watch(): void {
    const delays = monitorEventLoopDelay({ resolution: resolutionMs });
    delays.enable();
    this.#delays = delays;
    this.#timer = setInterval(() => this.look(delays), pressureLimits.windowMs).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    (this.#delays as IntervalHistogram | undefined)?.disable();
  }

  /** Judges the window that ends now, and begins another. */
  look(delays: Delays): void {
    if (delays.count === 0) return; // the histogram's own timer comes after ours: the next window has it
    const [mean, longest] = [delays.mean, delays.max].map((nanoseconds) => nanoseconds / 1e6 - resolutionMs);
    delays.reset();
    this.#lost = (mean ?? 0) > pressureLimits.lostMs ? this.#lost + 1 : 0;
    if (this.#lost >= pressureLimits.lostWindows) this.#load = 'overloaded';
    else this.#load = (longest ?? 0) > pressureLimits.lateMs ? 'late' : 'normal';
  }
}
