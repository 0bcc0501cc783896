/** What the child program `appender` is told. */
export interface Appending {
  readonly directory: string;
  /** Part of its streams' names, so that a second run begins new streams. */
  readonly run: string;
  /** Callers that append at the same time, two events an append. */
  readonly callers: number;
  /** Appends of each caller; endless when left out. */
  readonly appends?: number;
  /** Characters of text in each event. */
  readonly textLength: number;
  /** After a refusal: try something else, look around and end; or send the same again until it goes through. */
  readonly whenRefused: 'stop' | 'retry';
  /** At the end: close the store, or die on the spot. */
  readonly end: 'close' | 'die';
  /** SQLite flushes as at `synchronous=NORMAL`, behind the store's back: shows that a trial can see a loss. */
  readonly weakened?: boolean;
  /** Gives up the rights of root first. */
  readonly asNobody?: boolean;
}

/** An event that was acknowledged, as the outside recorder has it. */
export interface Acknowledged {
  readonly position: number;
  readonly id: string;
  /** Of the event's stored bytes, SHA-256 in hexadecimal. */
  readonly sha256: string;
}

/** One line for each acknowledged event. */
export const acknowledgedLine = ({ position, id, sha256 }: Acknowledged): string =>
  `acknowledged ${position} ${id} ${sha256}\n`;

const shape = /^acknowledged (\d+) ([0-9a-f-]{36}) ([0-9a-f]{64})$/;

/** Undefined for any other line, and for one that was cut off. */
export const readAcknowledged = (line: string): Acknowledged | undefined => {
  const [, position, id, sha256] = shape.exec(line) ?? [];
  return id === undefined || sha256 === undefined ? undefined : { position: Number(position), id, sha256 };
};
