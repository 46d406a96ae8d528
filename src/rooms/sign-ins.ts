import type { Accounts } from '../accounts/index.ts';
import type { Consents } from '../consents/index.ts';
import {
  createAppNames,
  createBrowsers,
  createDevices,
  createMemories,
  createNamedDevices,
  createSessions,
  createSignedIn,
} from '../devices/index.ts';
import type { Factors } from '../factors/index.ts';
import { createRisk, openBadNetworks } from '../risk/index.ts';
import { createFamilies, createRevocations } from '../tokens/index.ts';
import type { Ground } from './ground.ts';
import { partiesOf } from './parties.ts';

/** Where people are signed in: sessions, the families of their apps, and the devices that both are on. */
export function signInsOn(
  ground: Ground,
  {
    accounts,
    consents,
    factors,
  }: { readonly accounts: Accounts; readonly consents: Consents; readonly factors: Factors },
) {
  const { settings, documents, clock, digest, credentials, epoch, audit, privacy, clients, places, warn } = ground;
  const { sessionIdle: idle, sessionAbsolute: absolute } = settings.lifetimes;
  const sessions = createSessions({
    ...{ documents, clock, credentials, epoch, audit, privacy },
    lifetimes: { idle, absolute },
  });
  const families = createFamilies({
    ...{ documents, clock, digest, credentials, epoch, audit, privacy },
    parties: partiesOf({ accounts, clients, sessions, consents }),
  });
  const devices = createDevices({ documents, clock, digest, audit, places, firstOf: accounts.firstDevice });
  const memories = createMemories({
    ...{ documents, clock, credentials, epoch, audit },
    longest: settings.factors.rememberFor,
    stateOf: async (id) => {
      const [account, factorChanges] = await Promise.all([accounts.living(id), factors.changesOf(id)]);
      return account && { signOuts: account.signOuts ?? 0, factorChanges };
    },
  });
  const badNetworks = openBadNetworks(settings.risk.badNetworksFile, warn);
  const appNames = createAppNames({ documents, clock, families });
  return {
    ...{ sessions, families, devices, memories, appNames },
    browsers: createBrowsers({ documents, clock, digest, credentials, sessions, devices }),
    revocations: createRevocations({ documents, clock }),
    risk: createRisk({ documents, clock, places, badNetworks, rules: settings.risk }),
    namedDevices: createNamedDevices({ sessions, devices, families }),
    signedIn: createSignedIn({ sessions, devices, appNames, memories, families, clients, places }),
  };
}
