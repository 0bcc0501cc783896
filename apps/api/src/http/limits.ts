/** What a request may cost; `docs/security.md` says why. */
export const requestLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  /** How long a client may take nothing of its answer; Node grants it once more to whoever took some of it first. */
  readTimeoutMs: 10_000,
  /** How often connections are looked through for either. */
  checkIntervalMs: 5_000,
  /** Longer than a gateway keeps an idle connection, so that the gateway is the one who closes it. */
  keepAliveTimeoutMs: 72_000,
  /** Connections that wait to be taken up. Node takes one at each turn of its loop; whoever finds no place in the kernel's queue tries again after 1, 3, 7, 15 s, or never hears. */
  waitingConnections: 4_096,
  headerBytes: 16 * 2 ** 10,
  headers: 100,
  bodyBytes: 64 * 2 ** 10,
  batchBytes: 4 * 2 ** 20,
  parameterChars: 1_000,
} as const;

/** What an upload may cost. */
export const uploadLimits = { fileSize: 64 * 2 ** 20, files: 20, fields: 20, parts: 40 } as const;

/** How long an upload may stand still, and how long it may take in all. */
export const uploadTimes = { idleMs: 20_000, totalMs: 600_000 } as const;
