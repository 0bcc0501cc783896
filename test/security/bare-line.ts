import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

/** What came back over a connection that nothing watched over. */
export interface BareAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Everything, in case there was more than one answer. */
  readonly all: string;
}

type Piece = string | Buffer;

/** Sends bytes as they are, each piece when it is there, and reads until the service closes the connection. */
export const bareAnswer = (url: string, ...pieces: readonly (Piece | Promise<Piece>)[]): Promise<BareAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let all = '';
    const settle = (): void => resolve(answerIn(all));
    const socket = createConnection({ host: hostname, port: Number(port) }, () => void write(socket, pieces));
    socket
      .setEncoding('latin1')
      .on('data', (part: string) => (all += part))
      .on('end', settle)
      .on('close', settle)
      .on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') settle();
        else reject(error);
      });
  });

const write = async (socket: Socket, pieces: readonly (Piece | Promise<Piece>)[]): Promise<void> => {
  for (const piece of pieces) socket.write(await piece);
};

const answerIn = (all: string): BareAnswer => {
  const [head = '', ...rest] = all.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: Buffer.from(rest.join('\r\n\r\n'), 'latin1').toString('utf8'),
    all,
  };
};

/** A request line and headers; the connection closes after the answer. */
export const bareRequest = (line: string, headers: readonly string[] = [], body = ''): string =>
  [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n');
