import { outcomeUnknown, ReadStoreUnavailable } from '#platform/read-store';
import type { ReadStore, WriteTransaction } from '#platform/read-store';
import { isPassing } from './passing-failure.ts';
import type { RunnerClock } from './runner-clock.ts';
import { retryDelayMs } from './runner-problem.ts';

const attemptsBeforeAlarm = 3;

/** `mayBeDone` says that an earlier try of the same work may have been committed. */
export type RepeatableWork<T> = (tx: WriteTransaction, mayBeDone: boolean) => Promise<T>;

/** Writes again and again while the storage, or the log behind the work, fails, so that a full disk costs time and never an event. */
export class PatientWriter {
  /** True from the third failure in a row until a success. */
  isFailing = false;
  readonly #store: ReadStore;
  readonly #clock: RunnerClock;
  readonly #alarm: (error: unknown) => void;

  constructor(store: ReadStore, clock: RunnerClock, alarm: (error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#alarm = alarm;
  }

  /** @throws what the work throws; what is passing, only once the signal is aborted */
  async write<T>(work: RepeatableWork<T>, signal: AbortSignal): Promise<T> {
    let mayBeDone = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await this.#store.write((tx) => work(tx, mayBeDone));
        this.isFailing = false;
        return result;
      } catch (error) {
        if (!isPassing(error) || signal.aborted) throw error;
        mayBeDone ||= error instanceof ReadStoreUnavailable && error.code === outcomeUnknown;
        if (attempt === attemptsBeforeAlarm) {
          this.isFailing = true;
          this.#alarm(error);
        }
        await this.#clock.sleep(retryDelayMs(attempt), signal);
      }
    }
  }
}
