import type { NodeProcess } from '../../support/nodes.ts';

/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks a node. @throws Lost when no answer came */
export async function ask(node: NodeProcess, path: string, init: RequestInit = {}): Promise<Received> {
  try {
    const response = await fetch(new URL(path, node.issuer), { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, location: response.headers.get('location') ?? undefined, body: parsed(text) };
  } catch (error) {
    if (isLoss(error)) throw new Lost();
    throw error;
  }
}

/** Posts a form to a node. @throws Lost */
export const postTo = (
  node: NodeProcess,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Received> =>
  ask(node, path, { method: 'POST', headers, body: new URLSearchParams(fields), ...(signal && { signal }) });

/** No answer came: the node is gone, or whoever asked has gone away. */
export class Lost extends Error {}

/** Node's own errors are of another realm than the tests': they are told by name. */
function isLoss(error: unknown): boolean {
  const { name, message } = error as Error;
  return ['AbortError', 'TimeoutError'].includes(name) || /^(fetch failed|terminated)$/.test(message);
}

function parsed(text: string): Received['body'] {
  try {
    return JSON.parse(text) as Received['body'];
  } catch {
    return { text };
  }
}
