import { Timeout } from '#platform/event-store';

/** What the promise says, or a Timeout: the client waits for ever on a server that keeps the line and says nothing. */
export const inTime = async <T>(promise: Promise<T>, limitMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Timeout(`KurrentDB gave no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
