/** How a promise ended, in a line: the refusal's code and reason, or `accepted`. */
export const outcomeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined) throw error;
    return `${code}: ${message}`;
  }
};
