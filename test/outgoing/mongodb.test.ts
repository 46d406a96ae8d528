import { afterAll } from '@jest/globals';
import { describeWithServers, serversSubject } from '../contract/subject.ts';
import { outgoingProcesses } from './processes.ts';
import { outgoingContract } from './queue.ts';

describeWithServers('MongoDB and Redis', await serversSubject(), (subject) => {
  afterAll(() => subject.remove());
  outgoingContract(subject);
  outgoingProcesses(subject);
});
