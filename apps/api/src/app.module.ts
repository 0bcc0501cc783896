import { Module } from '@nestjs/common';
import type { DynamicModule, FactoryProvider } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { CommandDesk, CommandGateway, dispatchOver, handlersOf } from '#commands';
import type { OpenReadSide, OpenRegister, WebhookOffice } from '#composition';
import { RecordAccess } from '#domain/access-records';
import * as accounts from '#domain/accounts';
import * as decisions from '#domain/decisions';
import * as persons from '#domain/persons';
import * as schools from '#domain/schools';
import * as selfInspections from '#domain/self-inspections';
import * as violationCases from '#domain/violation-cases';
import * as machineClients from '#domain/machine-clients';
import * as webhooks from '#domain/webhooks';
import { RecordWorkbook } from '#domain/workbook-imports';
import { Identity } from '#platform/identity';
import type { Vault } from '#platform/vault';
import { SchoolGate } from './http/access/school-gate.ts';
import { DtoPipe } from './http/dto.pipe.ts';
import { Pressure } from './http/pressure.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { businessDay } from './http/business-day.ts';
import { ChangesController } from './machine/changes.controller.ts';
import { DecisionsController } from './officer/decisions.controller.ts';
import { EligibilityLists } from './officer/eligibility-lists.ts';
import { ExportsController } from './officer/exports.controller.ts';
import { ImportsController } from './officer/imports.controller.ts';
import { PersonsController } from './officer/persons.controller.ts';
import { PersonsDesk } from './officer/persons-desk.ts';
import { SchoolFilesController, SchoolsController } from './officer/schools.controller.ts';
import { SelfInspectionsController } from './officer/self-inspections.controller.ts';
import { UploadDesk } from './officer/upload-desk.ts';
import { ViolationCasesController } from './officer/violation-cases.controller.ts';
import { ServiceIdentity } from './operator/service-identity.ts';
import { ServiceController } from './operator/service.controller.ts';
import { AccessBook } from './security/access-book.ts';
import { AccessRecordsController } from './security/access-records.controller.ts';
import { AccountDesk } from './security/account-desk.ts';
import { AccountSessionsController } from './security/account-sessions.controller.ts';
import { AccountsController } from './security/accounts.controller.ts';
import { AdministratorProposalsController } from './security/administrator-proposals.controller.ts';
import { EnrolmentController } from './security/enrolment.controller.ts';
import { MachineClientsController } from './security/machine-clients.controller.ts';
import { PeopleDesk } from './security/people-desk.ts';
import { ProviderController } from './security/provider.controller.ts';
import { ProviderDesk } from './security/provider-desk.ts';
import { LogoutDesk } from './security/logout-desk.ts';
import { SecondPerson } from './security/second-person.ts';
import { SessionController } from './security/session.controller.ts';
import { Accounts, EligibilityReads, PersonReads, ReadProgress, SchoolReads } from './read-side.ts';
import { WebhookDesk } from './security/webhook-desk.ts';
import { VouchedAccounts } from './security/vouched-accounts.ts';
import { WebhooksController } from './security/webhooks.controller.ts';
import type { PeopleProvider } from './outside-providers.ts';
import { ReadSideModule } from './read-side.module.ts';

const commands = [
  schools.RegisterSchool,
  schools.RecordSchoolChange,
  selfInspections.OpenCampaign,
  selfInspections.SignZeroReport,
  selfInspections.ReportItem,
  selfInspections.FileReport,
  selfInspections.ReturnReport,
  selfInspections.AcceptReport,
  selfInspections.OrderCorrection,
  selfInspections.RectifyItem,
  selfInspections.CloseItem,
  selfInspections.ReopenItem,
  violationCases.RecordCase,
  violationCases.RegisterLead,
  violationCases.FileCase,
  violationCases.InvestigateCase,
  violationCases.ConcludeCase,
  violationCases.CloseCase,
  persons.RecordPerson,
  persons.RequestLook,
  persons.ApproveLook,
  persons.RevealPersonalData,
  persons.ProposeErasure,
  persons.ErasePersonalData,
  decisions.RecordDecision,
  decisions.RecordFollowUp,
  decisions.ServeDecision,
  decisions.ServeFollowUp,
  machineClients.RegisterClient,
  machineClients.IssueKey,
  machineClients.IssueKeyForTokens,
  machineClients.RevokeKey,
  machineClients.CloseClient,
  accounts.OpenAccount,
  accounts.ChangeAccess,
  accounts.ResetCredentials,
  accounts.DisableAccount,
  accounts.EnableAccount,
  accounts.ApproveAdministrator,
  accounts.WithdrawAdministratorProposal,
  RecordAccess,
  webhooks.RegisterWebhook,
  webhooks.RemoveWebhook,
  webhooks.ReplayWebhook,
  RecordWorkbook,
];

const controllers = [
  SchoolsController,
  SchoolFilesController,
  SelfInspectionsController,
  ViolationCasesController,
  PersonsController,
  DecisionsController,
  ImportsController,
  ExportsController,
  ChangesController,
  MachineClientsController,
  SessionController,
  ProviderController,
  EnrolmentController,
  AccountsController,
  AccountSessionsController,
  AdministratorProposalsController,
  AccessRecordsController,
  WebhooksController,
  ServiceController,
];

export interface AppParts {
  readonly register: OpenRegister;
  readonly readSide: OpenReadSide;
  readonly identity: Identity;
  readonly vault: Vault;
  /** Told of what went wrong where nobody waits for it. */
  readonly report: (error: unknown) => void;
  /** With whom people sign in besides here. */
  readonly people: PeopleProvider | undefined;
  /** Told why the provider's word did not do. */
  readonly note: (reason: string) => void;
  readonly webhooks: WebhookOffice;
  readonly pressure: Pressure;
  readonly mode: string;
  /** Where uploads wait while they are imported. */
  readonly uploadFolder: string;
}

/** The program: controllers over an open register. */
@Module({})
export class AppModule {
  static over(parts: AppParts): DynamicModule {
    const { readSide, identity, webhooks: office, pressure, mode, uploadFolder, report } = parts;
    const { desk, log } = parts.register;
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), ReadSideModule.over(readSide, log)],
      controllers,
      providers: [
        { provide: CommandDesk, useValue: desk },
        {
          provide: CommandGateway,
          useFactory: (bus: CommandBus) => new CommandGateway(desk, dispatchOver(bus)),
          inject: [CommandBus],
        },
        {
          provide: UploadDesk,
          useFactory: (gateway: CommandGateway) =>
            new UploadDesk({ gateway, log, examine: (names, look) => desk.examine(names, look) }, uploadFolder),
          inject: [CommandGateway],
        },
        deskOfPersons(parts),
        listsIn(uploadFolder),
        { provide: Identity, useValue: identity },
        { provide: Pressure, useValue: pressure },
        {
          provide: AccessBook,
          useFactory: (gateway: CommandGateway, { metrics }: ReadProgress) =>
            new AccessBook({ gateway, report, metrics }),
          inject: [CommandGateway, ReadProgress],
        },
        deskOfPeople(parts),
        deskOfAccounts(parts),
        deskOfProvider(parts),
        deskOfLogouts(parts),
        { provide: WebhookDesk, useFactory: () => new WebhookDesk(office) },
        { provide: ServiceIdentity, useFactory: () => new ServiceIdentity(mode) },
        { provide: APP_PIPE, useClass: DtoPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...handlersOf(commands),
      ],
    };
  }
}

const deskOfPersons = ({ vault }: AppParts): FactoryProvider<PersonsDesk> => ({
  provide: PersonsDesk,
  useFactory: (gateway: CommandGateway, known: PersonReads) => new PersonsDesk({ gateway, persons: known, vault }),
  inject: [CommandGateway, PersonReads],
});

const listsIn = (folder: string): FactoryProvider<EligibilityLists> => ({
  provide: EligibilityLists,
  useFactory: (...[reads, eligibility, gate, progress]: [SchoolReads, EligibilityReads, SchoolGate, ReadProgress]) =>
    new EligibilityLists({ schools: reads, eligibility, gate, progress, today: businessDay(), folder }),
  inject: [SchoolReads, EligibilityReads, SchoolGate, ReadProgress],
});

const deskOfPeople = ({ identity }: AppParts): FactoryProvider<PeopleDesk> => ({
  provide: PeopleDesk,
  useFactory: (known: Accounts, book: AccessBook) => new PeopleDesk({ identity, accounts: known, book }),
  inject: [Accounts, AccessBook],
});

const deskOfAccounts = ({ identity }: AppParts): FactoryProvider<AccountDesk> => ({
  provide: AccountDesk,
  useFactory: (...[known, people, gateway, progress]: [Accounts, PeopleDesk, CommandGateway, ReadProgress]) => {
    const secondPerson = new SecondPerson(known);
    return new AccountDesk({ identity, accounts: known, secondPerson, people, gateway, progress });
  },
  inject: [Accounts, PeopleDesk, CommandGateway, ReadProgress],
});

const deskOfProvider = ({ people, identity, note }: AppParts): FactoryProvider<ProviderDesk> => ({
  provide: ProviderDesk,
  useFactory: (...[known, gateway, book, progress]: [Accounts, CommandGateway, AccessBook, ReadProgress]) => {
    const vouched = new VouchedAccounts({ accounts: known, gateway, progress, identity });
    return new ProviderDesk({ people, identity, accounts: known, vouched, book, note });
  },
  inject: [Accounts, CommandGateway, AccessBook, ReadProgress],
});

const deskOfLogouts = ({ people, identity, note }: AppParts): FactoryProvider<LogoutDesk> => ({
  provide: LogoutDesk,
  useFactory: (book: AccessBook) => new LogoutDesk({ people, identity, book, note }),
  inject: [AccessBook],
});
