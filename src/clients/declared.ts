import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { Refused } from '../errors.ts';
import { parseApi } from './apis.ts';
import type { ApiDeclaration, ClientDeclaration } from './declaration.ts';
import { parse, refuse, type Problem } from './problems.ts';
import { refusePoor } from './secrets.ts';

/** What a file declares: clients and APIs that are changed there and nowhere else. */
export interface DeclaredFile {
  /** Absolute. What `file:` names is relative to its folder. */
  readonly path: string;
  readonly apis: readonly ApiDeclaration[];
  readonly clients: readonly (ClientDeclaration & { readonly id: string })[];
}

const Shape = z.strictObject({
  clients: z.array(z.unknown()).exactOptional(),
  apis: z.array(z.unknown()).exactOptional(),
});

/**
 * Reads a file that declares clients and APIs (YAML 1.2, or JSON).
 * @param parseClient checks one client's declaration
 * @throws {Refused} invalid_request with everything that is wrong in it
 */
export async function readDeclaredFile(
  path: string,
  parseClient: (declaration: unknown) => ClientDeclaration,
): Promise<DeclaredFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Refused('not_found', `${path} cannot be read`, {}, { cause });
  });
  // Everything at once: who applies a file to a running system does not want to find the mistakes one by one.
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const problems: Problem[] = document.errors.map(({ message }) => ({ field: '', message }));
  if (problems.length > 0) throw refuse(path, problems);
  const content: unknown = document.toJS();
  // A file that was cut off, or not mounted yet, must not remove every client (what is left of one: see applyUnattended).
  if (content === null) throw refuse(path, [{ field: '', message: 'is empty: write `clients: []` to declare none' }]);
  const file = parse(Shape, content, path);

  const each = <T>(list: readonly unknown[], field: string, check: (entry: unknown) => T): T[] =>
    list.flatMap((entry, index) => {
      try {
        return [check(entry)];
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        problems.push({ field: `${field}[${index}]`, message: error.message });
        return [];
      }
    });
  const apis = each(file.apis ?? [], 'apis', parseApi);
  const clients = each(file.clients ?? [], 'clients', (entry) => {
    const { id, ...client } = parseClient(entry);
    if (id === undefined) throw new Refused('invalid_request', `client ${client.name}: id: is needed in a file`);
    return { ...client, id };
  });
  for (const [field, list] of Object.entries({ apis, clients })) {
    const ids = list.map(({ id }) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) problems.push({ field, message: `${twice} is there twice` });
  }
  if (problems.length > 0) throw refuse(path, problems);
  return { path, apis, clients };
}

/**
 * The secret that a declaration points to.
 * @param base the folder that a `file:` is relative to
 * @throws {Refused} invalid_request when it is not there or none to take; the secret is in no message
 */
export async function readSecret(
  { id, secretFrom }: { readonly id: string; readonly secretFrom?: string },
  path: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (secretFrom === undefined) return undefined;
  const [source, ...rest] = secretFrom.split(':');
  const name = rest.join(':');
  const secret =
    source === 'env'
      ? environment[name]
      : // Editors and `echo` end a file with a line break that is no part of the secret.
        (await readFile(resolve(dirname(path), name), 'utf8').catch(() => undefined))?.replace(/\r?\n$/, '');
  if (!secret) throw new Refused('invalid_request', `client ${id}: there is no secret in ${secretFrom}`);
  refusePoor(secret, `client ${id}: the secret in ${secretFrom}`);
  return secret;
}
