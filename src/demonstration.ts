import type { Settings } from '../config/index.ts';
import type { Clients } from './clients/index.ts';
import { Refused } from './errors.ts';
import { demoDeclaration, startDemo, type Demo } from './demo/index.ts';

interface Place {
  readonly settings: Settings;
  readonly clients: Clients;
}

/** Registers the demo app as any app is, and starts it on its own origin. Development only. */
export async function demonstrate({ settings, clients }: Place): Promise<Demo> {
  const { issuer, address, demo, smtpUrl } = settings;
  const { apis, clients: declared } = demoDeclaration(demo.port);
  for (const api of apis)
    await addOr(
      () => clients.apis.add(api),
      () => clients.apis.replace(api.id, api, {}),
    );
  for (const client of declared) {
    await addOr(
      () => clients.add(client),
      () => clients.replace(client.id, client, {}),
    );
  }
  const [app, asker] = declared;
  // A new one at each start: the demo keeps none, and so needs no place to keep it safe.
  const { secret } = await clients.rotateSecret(asker.id, 0);
  return startDemo({
    issuer,
    port: demo.port,
    address,
    lettersStayHere: smtpUrl === undefined,
    clientId: app.id,
    api: apis[0].id,
    introspection: { clientId: asker.id, clientSecret: secret },
  });
}

/** Takes the demo's clients away from an installation that became production: nothing of it is there any more. */
export async function withdrawDemonstration({ settings, clients }: Place): Promise<void> {
  const { apis, clients: declared } = demoDeclaration(settings.demo.port);
  for (const { id } of declared) if (await clients.find(id)) await clients.remove(id);
  for (const { id } of apis) if (await clients.findApi(id)) await clients.apis.remove(id);
}

async function addOr(add: () => Promise<unknown>, replace: () => Promise<unknown>): Promise<void> {
  try {
    await add();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'conflict') throw error;
    await replace();
  }
}
