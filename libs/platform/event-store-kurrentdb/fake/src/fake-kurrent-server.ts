import { Server } from '@grpc/grpc-js';
import type { UntypedServiceImplementation, handleUnaryCall } from '@grpc/grpc-js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featureMessages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import type { SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import type { Empty } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import services from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import type { IStreamsServer } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { RequestListener } from 'node:http';
import { batchAppend, plainAppend } from './append-service.ts';
import { FakeDoor } from './fake-door.ts';
import type { Certificate } from './fake-door.ts';
import { FakeLog } from './fake-log.ts';
import { nameOf } from './messages.ts';
import { Mischief } from './mischief.ts';
import { read } from './read-service.ts';

export interface FakeKurrentServerOptions {
  /** The wall clock of `created`, in milliseconds. */
  readonly nowMs?: () => number;
  /** False: knows only the plain append, and says so. */
  readonly batchAppend?: boolean;
  /** Speaks TLS alone with it. */
  readonly certificate?: Certificate;
  /** What `/info/options` shows; without it, that page asks for an administrator. */
  readonly options?: Readonly<Record<string, string>>;
}

/** A FAKE of one KurrentDB node: its wire, over a real socket, and its rules in memory. See README.md. */
export class FakeKurrentServer {
  readonly log: FakeLog;
  readonly mischief = new Mischief();
  /** The subscriptions to `$all` that are open now. */
  readonly subscriptions: ReadonlySet<object>;
  readonly #door: FakeDoor;
  readonly #grpc = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  #port = 0;

  private constructor(readonly options: FakeKurrentServerOptions) {
    this.log = new FakeLog(options.nowMs);
    const subscriptions = new Set<object>();
    this.subscriptions = subscriptions;
    const implemented = this.#streams(subscriptions);
    this.#grpc.addService(services.StreamsService, { ...implemented });
    this.#grpc.addService(features.ServerFeaturesService, { getSupportedMethods: supported(Object.keys(implemented)) });
    this.#door = new FakeDoor(this.#grpc, this.#pages, options.certificate);
  }

  static async start(options: FakeKurrentServerOptions = {}): Promise<FakeKurrentServer> {
    const server = new FakeKurrentServer(options);
    server.#port = await server.#door.open();
    return server;
  }

  /** `127.0.0.1:port` */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Its connection string without TLS. */
  get url(): string {
    return `kurrentdb://${this.address}?tls=false`;
  }

  /** Breaks every connection. */
  cut(): void {
    this.#door.cut();
  }

  /** Goes away, its log kept, until `comeBack`. */
  async goAway(): Promise<void> {
    await this.#door.close();
  }

  async comeBack(): Promise<void> {
    await this.#door.open(this.#port);
  }

  async stop(): Promise<void> {
    this.#grpc.forceShutdown();
    await this.#door.close();
  }

  #streams(subscriptions: Set<object>): UntypedServiceImplementation {
    const { log, mischief } = this;
    const implemented: Pick<IStreamsServer, 'read' | 'append' | 'delete' | 'tombstone'> = {
      read: read({ log, mischief, subscriptions }),
      append: plainAppend(log, mischief),
      delete: (call, answer) => {
        log.softDelete(nameOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streams.DeleteResp());
      },
      tombstone: (call, answer) => {
        log.tombstone(nameOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streams.TombstoneResp());
      },
    };
    return this.options.batchAppend === false
      ? implemented
      : { ...implemented, batchAppend: batchAppend(log, mischief) };
  }

  readonly #pages: RequestListener = (request, response) => {
    const [httpEndPointIp, httpEndPointPort] = ['127.0.0.1', this.#port];
    const { options = {} } = this.options;
    const pages: Readonly<Record<string, unknown>> = {
      '/gossip': { members: [{ state: 'Leader', isAlive: true, httpEndPointIp, httpEndPointPort }] },
      '/info': { dbVersion: fakeVersion, esVersion: fakeVersion, state: 'leader' },
      '/info/options': this.options.options && Object.entries(options).map(([name, value]) => ({ name, value })),
    };
    const page = pages[request.url ?? ''];
    response.writeHead(page === undefined ? 401 : 200, { 'content-type': 'application/json', connection: 'close' });
    response.end(page === undefined ? '' : JSON.stringify(page));
  };
}

const fakeVersion = '0.0.0-fake';

/** Advertises exactly what is implemented. */
const supported =
  (methods: readonly string[]): handleUnaryCall<Empty, SupportedMethods> =>
  (_, answer) => {
    const message = new featureMessages.SupportedMethods();
    message.setEventStoreServerVersion(fakeVersion);
    for (const name of methods) {
      const method = new featureMessages.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name.toLowerCase());
      message.addMethods(method);
    }
    answer(null, message);
  };
