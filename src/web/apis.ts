import type { Clients } from '../clients/index.ts';
import type { ApiRequest } from './pages/index.ts';

/** API scopes by resource indicator, with what people are told about each. An API that is gone is left out. */
export async function apisIn(
  clients: Pick<Clients, 'findApi'>,
  resources: Readonly<Record<string, readonly string[]>>,
): Promise<ApiRequest[]> {
  const apis = await Promise.all(
    Object.entries(resources).map(async ([resource, scopes]) => {
      const api = await clients.findApi(resource);
      return api && scopes.length > 0
        ? [{ name: api.name, scopes: api.scopes.filter(({ name }) => scopes.includes(name)) }]
        : [];
    }),
  );
  return apis.flat();
}
