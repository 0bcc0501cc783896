import cliProgress from 'cli-progress';
import { sentenceFor } from '#wording';
import type { Locale } from '#wording';

/** Runs the work with a counter of rows on standard error, where that is a terminal; elsewhere without any. */
export const withProgress = async <T>(
  locale: Locale,
  work: (onProgress: ((rows: number) => void) | undefined) => Promise<T>,
): Promise<T> => {
  if (!process.stderr.isTTY) return work(undefined);
  const format = `${sentenceFor('report-progress', locale, '{value}')} · {duration_formatted}`;
  const bar = new cliProgress.SingleBar({ format, stream: process.stderr, clearOnComplete: true });
  bar.start(0, 0);
  try {
    return await work((rows) => bar.update(rows));
  } finally {
    bar.stop();
  }
};
