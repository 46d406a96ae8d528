import { ClientDeclaration } from './declaration.ts';
import { nameOf, parse, refuse } from './problems.ts';
import { clientProblems, type Surroundings } from './rules.ts';
import type { By } from './shelf.ts';

/** What would be stored of a client's declaration. @throws {Refused} invalid_request with everything that is wrong */
export function parseClient(declaration: unknown, by: By, surroundings: Surroundings): ClientDeclaration {
  const parsed = parse(ClientDeclaration, declaration, nameOf('client', declaration));
  const problems = clientProblems(parsed, surroundings);
  if (by !== 'file' && parsed.secretFrom !== undefined) {
    problems.push({ field: 'secretFrom', message: 'is for clients that are declared in a file' });
  }
  if (problems.length > 0) throw refuse(`client ${parsed.id ?? parsed.name}`, problems);
  return parsed;
}
