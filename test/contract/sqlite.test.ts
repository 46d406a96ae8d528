import { afterAll, describe } from '@jest/globals';
import { documentsContract } from './documents.ts';
import { ephemeraContract } from './ephemera.ts';
import { processesContract } from './processes.ts';
import { sqliteSubject } from './subject.ts';

const subject = await sqliteSubject();

describe('SQLite', () => {
  afterAll(() => subject.remove());
  documentsContract(subject);
  ephemeraContract(subject);
  processesContract(subject);
});
