import { afterAll, describe } from '@jest/globals';
import { sqliteSubject } from '../contract/subject.ts';
import { outgoingProcesses } from './processes.ts';
import { outgoingContract } from './queue.ts';

const subject = await sqliteSubject();

describe('SQLite', () => {
  afterAll(() => subject.remove());
  outgoingContract(subject);
  outgoingProcesses(subject);
});
