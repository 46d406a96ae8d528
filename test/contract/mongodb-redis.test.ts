import { afterAll } from '@jest/globals';
import { documentsContract } from './documents.ts';
import { ephemeraContract } from './ephemera.ts';
import { processesContract } from './processes.ts';
import { describeWithServers, serversSubject } from './subject.ts';

describeWithServers('MongoDB and Redis', await serversSubject(), (subject) => {
  afterAll(() => subject.remove());
  documentsContract(subject);
  ephemeraContract(subject);
  processesContract(subject);
});
