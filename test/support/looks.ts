import type { App } from './apps.ts';
import { addresses } from './places.ts';

/** User agents as they are sent. */
export const agents = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  firefoxUpdated: 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
  firefoxOnWindows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  chrome: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  hidden: '',
} as const;

/** What the requests of an app look like. */
export interface Looks {
  readonly agent?: keyof typeof agents;
  readonly from?: keyof typeof addresses;
  readonly version?: string;
}

/** Settings that let tests say where requests come from; `looking` says it. */
export const fromAnywhere = (placesFile: string): readonly string[] => [
  'trustedProxies=127.0.0.0/8,::1',
  `placesFile=${placesFile}`,
];

/** An app whose requests look like this: Firefox in Berlin, where nothing else is said. */
export const looking = (app: App, { agent = 'firefox', from = 'berlin', version }: Looks = {}): App => ({
  ...app,
  headers: {
    ...app.headers,
    'user-agent': agents[agent],
    'x-forwarded-for': addresses[from],
    ...(version !== undefined && { 'app-version': version }),
  },
});
