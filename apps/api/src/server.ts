import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream, Logger } from 'pino';
import { openIdentityOf, openService, openVaultOf } from '#composition';
import type { OpenService } from '#composition';
import type { Identity } from '#platform/identity';
import type { Place } from '#platform/settings';
import type { Vault } from '#platform/vault';
import type { Action } from '#policy';
import { AppModule } from './app.module.ts';
import type { ServiceConfig } from './config.ts';
import { addDocsPage } from './docs-page.ts';
import { requestLimits } from './http/limits.ts';
import { Pressure } from './http/pressure.ts';
import { ProblemAdapter } from './http/problem-adapter.ts';
import { securityHeadersFor } from './http/security-headers.ts';
import { addAccess } from './http/access/access-hooks.ts';
import { Doorkeeper } from './http/access/doorkeeper.ts';
import { SchoolGate } from './http/access/school-gate.ts';
import { SessionDoor } from './http/access/session-door.ts';
import { renewCertificate } from './http/own-tls.ts';
import { addServerHooks } from './http/server-hooks.ts';
import { createLogger, NestLog } from './logging.ts';
import { addBatchRoute } from './machine/batch.route.ts';
import { addChangesStream } from './machine/changes-stream.route.ts';
import { addEligibilityRoute } from './machine/eligibility.route.ts';
import { documentOf } from './openapi.ts';
import { described, providersOf } from './outside-providers.ts';
import type { OutsideProviders } from './outside-providers.ts';
import { Accounts, ChangesFeed, EligibilityReads, MachineKeys, ReadProgress } from './read-side.ts';
import { PersonsDesk } from './officer/persons-desk.ts';
import { AccessBook } from './security/access-book.ts';

/** A service that answers. */
export interface RunningServer {
  readonly url: string;
  /** Of a register that nobody can sign in to yet: who holds it opens the first account. */
  readonly setup: { readonly token: string; readonly expiresAt: string } | undefined;
  /** Answers what is under way, lets go of the data directory, and takes nothing new. */
  close(): Promise<void>;
}

/**
 * Opens the register, a data directory as its one writer, and serves it. `logTo` takes the log's lines; standard error by default.
 * @throws BadSetting; DirectoryInUse, DirectoryUnusable, NewerFormat; the operating system's error for a taken port
 */
export const startServer = async (config: ServiceConfig, logTo?: DestinationStream): Promise<RunningServer> => {
  const logger = createLogger(config.logLevel, logTo);
  const place = placed(config.place);
  const report: Parameters<typeof openService>[1] = (problem) =>
    logger.error({ ...problem, position: String(problem.position), err: problem.error }, 'projection');
  const service = await openService(place, report, config.webhooks);
  let app: NestFastifyApplication | undefined;
  let identity: Identity | undefined;
  let vault: Vault | undefined;
  const pressure = new Pressure();
  try {
    identity = await openIdentityOf(place);
    vault = await openVaultOf(place);
    const setup = (await identity.hasAnyone()) ? undefined : await identity.newSetupToken();
    const adapter = new ProblemAdapter(logger, { trustedProxies: config.trustedProxies, tls: config.tls?.() });
    const uploadFolder = await uploadFolderOf(place);
    const providers = providersOf(config);
    app = await NestFactory.create<NestFastifyApplication>(
      AppModule.over({
        ...service,
        identity,
        vault,
        people: providers.people,
        note: (reason) => logger.warn({ reason }, 'identity provider'),
        pressure,
        mode: place.mode,
        uploadFolder,
        report: (error) => logger.error({ err: error }, 'access record'),
      }),
      adapter,
      { logger: new NestLog(logger), abortOnError: false },
    );
    addRoutes({ app, adapter, identity, logger, providers }, config);
    await app.init();
    await app.get(PersonsDesk).finishErasures(); // before anybody is shown anything
    // Not app.listen(): that logs a taken port besides throwing it.
    const url = await adapter
      .getInstance()
      .listen({ port: config.port, host: config.host, backlog: requestLimits.waitingConnections });
    logger.info(described(config), 'identity providers');
    pressure.watch();
    const opened = { app, identity, vault, service, pressure };
    return { url, setup, close: () => closeAll(opened) };
  } catch (error) {
    await closeAll({ app, identity, vault, service, pressure });
    throw error;
  }
};

/** Requests end first, then what they read and write. */
const closeAll = async (parts: {
  readonly app: NestFastifyApplication | undefined;
  readonly identity: Identity | undefined;
  readonly vault: Vault | undefined;
  readonly service: OpenService;
  readonly pressure: Pressure;
}): Promise<void> => {
  const book = parts.app?.get(AccessBook);
  await parts.app?.close();
  await book?.close();
  await parts.identity?.close();
  await parts.vault?.close();
  await parts.service.close();
  parts.pressure.close();
};

const placed = (place: Place): Place =>
  place.mode === 'embedded' ? { ...place, dataDirectory: resolve(place.dataDirectory) } : place;

/** Empty: what a process left there that was killed is gone. */
const uploadFolderOf = async (place: Place): Promise<string> => {
  if (place.mode === 'cluster') return mkdtemp(join(tmpdir(), 'redline-uploads-'));
  const folder = join(place.dataDirectory, 'uploads');
  await rm(folder, { recursive: true, force: true });
  return folder;
};

interface Routed {
  readonly app: NestFastifyApplication;
  readonly adapter: ProblemAdapter;
  readonly identity: Identity;
  readonly logger: Logger;
  readonly providers: OutsideProviders;
}

const addRoutes = ({ app, adapter, identity, logger, providers }: Routed, config: ServiceConfig): void => {
  const { publicUrl, tls } = config;
  app.enableCsrfProtection(publicUrl === undefined ? {} : { trustedOrigins: [new URL(publicUrl).origin] });
  app.useSecurityHeaders(securityHeadersFor(publicUrl));
  const server = adapter.getInstance();
  if (tls) renewCertificate(server, { current: tls, report: (error) => logger.error({ err: error }, 'certificate') });
  const progress = app.get(ReadProgress);
  const eligibility = app.get(EligibilityReads);
  addServerHooks(server, {
    progress,
    publicHost: publicUrl === undefined ? undefined : new URL(publicUrl).hostname,
    pressure: app.get(Pressure),
  });
  const gate = app.get(SchoolGate);
  const sessions = new SessionDoor({ identity, accounts: app.get(Accounts), progress });
  const doorkeeper = new Doorkeeper({ sessions, keys: app.get(MachineKeys), tokens: providers.tokens, progress });
  const book = app.get(AccessBook);
  const opened = new Set<Action>(config.apiDescription === 'open' ? ['READ_API_DESCRIPTION'] : []);
  addAccess(server, { doorkeeper, gate, opened, denied: (denial) => book.deny(denial) });
  server.register((hot, _options, done) => {
    addEligibilityRoute(hot, { eligibility, progress, securityHeaders: adapter.securityHeaders() });
    done();
  });
  addBatchRoute(server, { eligibility, progress, gate });
  addChangesStream(server, { feed: app.get(ChangesFeed), progress, gate });
  addDocsPage(server, () => documentOf(app));
};
