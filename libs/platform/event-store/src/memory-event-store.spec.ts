import { eventStoreContract } from '#testing';
import { openMemoryEventStore } from '#platform/event-store';

eventStoreContract('in memory', async (options) => openMemoryEventStore(options));
