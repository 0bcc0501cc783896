/** What an upload may cost. */
export const uploadLimits = { fileSize: 64 * 2 ** 20, files: 20, fields: 20, parts: 40 } as const;
