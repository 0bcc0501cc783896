import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTHeaderParameters, JWTPayload } from 'jose';

/** One answer, in place of the right one. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * FALSE: an issuer that says whatever a spec wants it to, for what a real provider cannot be made to say. It has one key,
 * ES256, under the id `known`, and answers every code with the id_token that it was given.
 */
export class FalseIssuer {
  /** What the token endpoint gives out, and what it was asked. */
  idToken = '';
  readonly asked: URLSearchParams[] = [];
  /** By path: answers in place of its own. */
  readonly instead = new Map<string, Answering>();
  readonly hits = new Map<string, number>();
  keys: JWK[] = [];

  private constructor(
    readonly issuer: string,
    readonly key: CryptoKey,
    private readonly server: Server,
  ) {}

  static async start(): Promise<FalseIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const made = new FalseIssuer(issuer, privateKey, server);
    made.keys = [{ ...(await exportJWK(publicKey)), kid: 'known', alg: 'ES256', use: 'sig' }];
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void made.#answer(request, response));
    return made;
  }

  /** What discovery answers. */
  get metadata(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      id_token_signing_alg_values_supported: ['none', 'HS256', 'ES256'],
    };
  }

  /** A token of this issuer, rightly signed. */
  sign(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    return this.signWith(this.key, claims, header);
  }

  /** A token in its name that somebody else signed. */
  signWith(
    key: CryptoKey | Uint8Array,
    claims: JWTPayload,
    header: Partial<JWTHeaderParameters> = {},
  ): Promise<string> {
    const crit = Object.fromEntries((header.crit ?? []).map((name) => [name, true]));
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'known', ...header }).sign(key, { crit });
  }

  /** One answer for a path in place of the right one. */
  answers(path: string, status: number, body: string = ''): void {
    this.instead.set(path, (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.hits.set(path, (this.hits.get(path) ?? 0) + 1);
    const instead = this.instead.get(path);
    if (instead) {
      instead(request, response);
      return;
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await this.#right(path, request)));
  }

  async #right(path: string, request: IncomingMessage): Promise<unknown> {
    if (path === '/.well-known/openid-configuration') return this.metadata;
    if (path === '/jwks') return { keys: this.keys };
    this.asked.push(new URLSearchParams(await text(request)));
    return { access_token: 'never-looked-at', token_type: 'Bearer', expires_in: 60, id_token: this.idToken };
  }
}

/** A token without a signature. */
export const unsigned = (claims: JWTPayload, header: object = { alg: 'none' }): string =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
