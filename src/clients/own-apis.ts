import type { OwnDeclarations } from './client.ts';
import type { ClientDeclaration } from './declaration.ts';
import type { ClientKind } from './kinds.ts';
import type { Problem } from './problems.ts';

/** APIs of Postern's own, by id, with the kinds of clients that may use each. */
export type OwnApis = ReadonlyMap<string, readonly ClientKind[]>;

/** Who may use which of them. */
export const usersOf = (apis: OwnDeclarations['apis'] = []): OwnApis =>
  new Map(apis.map(({ id, usedBy }) => [id, usedBy]));

/**
 * What is wrong with a client's use of Postern's own APIs.
 *
 * An app of people that could ask for the admin API would be an admin with every sign-in, and a script of its page too.
 * Whoever served one of these could ask about tokens that only Postern is to see.
 */
export function ownApiProblems({ kind, apis = [], serves = [] }: ClientDeclaration, own: OwnApis): Problem[] {
  const misused = apis.flatMap((id, index) => {
    const usedBy = own.get(id);
    if (!usedBy || usedBy.includes(kind)) return [];
    const message = `is for clients of kind ${usedBy.join(', ')}; this one is ${kind}`;
    return [{ field: `apis[${index}]`, message }];
  });
  const served = serves.flatMap((id, index) =>
    own.has(id) ? [{ field: `serves[${index}]`, message: 'is an API of Postern itself, which no client is' }] : [],
  );
  return [...misused, ...served];
}
