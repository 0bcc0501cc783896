import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { OpenReadSide } from '#composition';
import type { EventLog } from '#platform/event-store';
import { changesAfter, eligibilityProjectionName, readCursor } from '#read-models/eligibility';
import { AccessRecords } from '#read-models/access-records';
import { Persons } from '#read-models/persons';
import { districtOf, findSchool, listSchools, schoolFile } from '#read-models/school-file';
import { ProjectedReads } from './projected-reads.ts';
import { SchoolGate } from './http/access/school-gate.ts';
import {
  AccessReads,
  Accounts,
  ChangesFeed,
  EligibilityReads,
  MachineKeys,
  PersonReads,
  ReadProgress,
  SchoolReads,
} from './read-side.ts';
import type { ChangesPage } from './read-side.ts';

/** Which read side answers. */
@Module({})
export class ReadSideModule {
  /** Over projections that are at work; a school's file is read from the log itself. */
  static over(readSide: OpenReadSide, log: EventLog): DynamicModule {
    const reads = new ProjectedReads(readSide, log);
    const { readStore } = readSide;
    const schools: SchoolReads = {
      list: (filter) => listSchools(readStore, filter),
      find: (code) => findSchool(log, code),
      districtOf: (code) => districtOf(readStore, code),
      file: (code, page) => schoolFile(log, code, page),
    };
    const feed: ChangesFeed = {
      changes: async (after, limit): Promise<ChangesPage> => {
        const changes = await changesAfter(readStore, {
          after: after === null ? undefined : readCursor(after),
          upTo: readSide.progress.seenBy(eligibilityProjectionName),
          limit,
        });
        return { changes, next: changes.at(-1)?.cursor ?? after };
      },
    };
    return {
      module: ReadSideModule,
      providers: [
        { provide: ReadProgress, useValue: reads },
        { provide: EligibilityReads, useValue: reads },
        { provide: SchoolReads, useValue: schools },
        { provide: ChangesFeed, useValue: feed },
        { provide: MachineKeys, useValue: readSide.machineClients },
        { provide: Accounts, useValue: readSide.accounts },
        { provide: AccessReads, useValue: new AccessRecords(log) },
        { provide: PersonReads, useValue: new Persons(log) },
        { provide: SchoolGate, useValue: new SchoolGate(schools) },
      ],
      exports: [
        ReadProgress,
        EligibilityReads,
        SchoolReads,
        ChangesFeed,
        MachineKeys,
        Accounts,
        AccessReads,
        PersonReads,
        SchoolGate,
      ],
      global: true,
    };
  }
}
