import { guardedFetch } from '../../adapters/http/index.ts';
import type { Store } from '../../adapters/store.ts';
import type { Settings } from '../../config/index.ts';
import { createAudit } from '../audit/index.ts';
import { createClients } from '../clients/index.ts';
import type { Clock } from '../clock.ts';
import { openKeys } from '../keys/index.ts';
import { createNodes } from '../nodes.ts';
import { createOutgoing } from '../outgoing/index.ts';
import { ownDeclarations } from '../own-clients.ts';
import type { Report } from '../report.ts';
import type { Metrics } from '../telemetry/index.ts';
import { networkOf, openPlaces } from '../whereabouts/index.ts';
import { ringOf, scheduleOf } from './keys.ts';

/** What an installation is opened with. */
export interface Outside {
  readonly clock: Clock;
  /** Hears what failed without anybody waiting for it. */
  readonly report: Report;
  readonly warn: (message: string) => void;
  readonly metrics?: Metrics;
}

/** What all other rooms stand on. */
export type Ground = Awaited<ReturnType<typeof layGround>>;

/** Opens what all other rooms stand on: record, keys, clients, and what goes out. */
export async function layGround(settings: Settings, store: Store, outside: Outside) {
  const { clock, report, warn, metrics } = outside;
  const { documents, ephemera, staleness } = store;
  const privacy = { kept: settings.privacy.addressDays * 24 * 3600, shorten: networkOf };
  const development = settings.profile === 'development';
  const audit = createAudit({ documents, clock, report, privacy });
  const ring = await ringOf(settings);
  const schedule = scheduleOf(settings);
  const keys = await openKeys({ documents, ring, issuer: settings.issuer, clock, audit, schedule, warn });
  const { digest, credentials, epoch } = keys;
  return {
    ...{ settings, store, documents, ephemera, clock, report, warn, metrics, privacy, audit },
    ...{ keys, digest, credentials, epoch },
    clients: createClients({
      ...{ documents, clock, digest, audit, staleness, development },
      lifetimes: settings.lifetimes,
      clientCertificates: settings.clientCertificateHeader !== undefined,
      own: ownDeclarations(settings),
    }),
    outgoing: createOutgoing({ documents, clock, audit, report, ...(metrics && { measured: metrics.outgoing }) }),
    nodes: createNodes({ documents, clock }),
    places: openPlaces(settings.placesFile),
    /** How anything outside is asked. */
    fetch: guardedFetch(development),
  };
}
