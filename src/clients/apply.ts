import type { Audit } from '../audit/index.ts';
import { Refused } from '../errors.ts';
import { readSecret } from './declared.ts';
import { planApply, type Applying, type Step } from './plan.ts';

/** What became of a step. */
export interface Applied extends Step {
  /** The secret that was made: shown once. */
  readonly secret?: string;
}

/**
 * Does what was planned. It may be done again after a crash in the middle: what is done already is then `same`.
 * @throws {Refused} conflict or not_found when somebody changed something since the plan was made
 */
export async function apply(
  { clients, file, environment }: Applying,
  steps: readonly Step[],
  audit: Audit,
): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const one of steps) {
    const secret = one.action === 'same' ? undefined : await (one.what === 'api' ? applyApi(one) : applyClient(one));
    applied.push({ ...one, ...(secret !== undefined && { secret }) });
  }
  const count = (action: Step['action']) => steps.filter((one) => one.action === action).length;
  const detail = { added: count('add'), changed: count('change'), removed: count('remove') };
  if (detail.added + detail.changed + detail.removed > 0) {
    await audit.record(audit.newEvent({ kind: 'settings.applied', outcome: 'done', detail }));
  }
  return applied;

  async function applyApi({ id, action }: Step): Promise<undefined> {
    if (action === 'remove') return void (await clients.apis.remove(id, { by: 'file' }));
    const declaration = file.apis.find((api) => api.id === id);
    await (action === 'add'
      ? clients.apis.add(declaration, { by: 'file' })
      : clients.apis.replace(id, declaration, { by: 'file' }));
  }

  async function applyClient({ id, action }: Step): Promise<string | undefined> {
    if (action === 'remove') return void (await clients.remove(id, { by: 'file' }));
    const declaration = file.clients.find((client) => client.id === id);
    const secret = await readSecret(declaration ?? { id }, file.path, environment);
    const change = { by: 'file', ...(secret !== undefined && { secret }) } as const;
    const outcome = await (action === 'add'
      ? clients.add(declaration, change)
      : clients.replace(id, declaration, change));
    return outcome.secret;
  }
}

/**
 * Applies a file without anybody there, as a node does when it starts. A client whose secret we would have to make is
 * left as it is, because nobody would see the secret.
 *
 * Several nodes may start at once: whoever finds that another one was faster looks again.
 * @returns what was done, and the clients that wait for `postern apply`
 * @throws {Refused} invalid_request when all that was declared would go: nothing was changed
 */
export async function applyUnattended(
  applying: Applying,
  audit: Audit,
): Promise<{ applied: Applied[]; waiting: Step[] }> {
  for (let tries = 1; ; tries++) {
    const steps = await planApply(applying);
    refuseToRemoveAll(steps, applying.file.path);
    try {
      const applied = await apply(
        applying,
        steps.filter(({ makesSecret }) => !makesSecret),
        audit,
      );
      return { applied, waiting: steps.filter(({ makesSecret }) => makesSecret) };
    } catch (error) {
      const overtaken = error instanceof Refused && (error.code === 'conflict' || error.code === 'not_found');
      if (!overtaken || tries === 5) throw error;
    }
  }
}

/**
 * A file that was cut off before its clients, that lost them in a template, or that is another one, looks like one that
 * declares none. Every app of an installation, with all who are signed in there, is not to go by that unless somebody
 * has looked.
 */
function refuseToRemoveAll(steps: readonly Step[], path: string): void {
  const nouns = { client: 'clients', api: 'APIs' } as const;
  for (const what of ['client', 'api'] as const) {
    const those = steps.filter((one) => one.what === what);
    if (those.length === 0 || those.some(({ action }) => action !== 'remove')) continue;
    const named = those.slice(0, 5).map(({ id }) => id);
    const which = [...named, ...(those.length > named.length ? ['…'] : [])].join(', ');
    throw new Refused(
      'invalid_request',
      `${path} declares no ${nouns[what]}, and ${those.length} that it declared before would go (${which}). A start does not remove all of them: put them back, or run "postern apply", which shows what goes and asks`,
    );
  }
}
