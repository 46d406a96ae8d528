import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { profileOf, type Profile } from './profile.ts';
import type { Parsed } from './schema.ts';

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** What follows from other settings where it is not given. */
interface Completed {
  issuer: string;
  mailFrom: string;
  shutdownDrain: number;
  log: Required<Parsed['log']>;
  metrics: Required<Parsed['metrics']>;
  demo: Required<Parsed['demo']>;
}

/** The settings of a node: every default filled in, paths absolute, nothing to be changed any more. */
export type Settings = DeepReadonly<Omit<Parsed, keyof Completed> & Completed & { profile: Profile }>;

/** The file of declared clients that is used where none is named and there is one. */
const clientsFile = 'postern.clients.yaml';

/**
 * Fills in what follows from other settings.
 * @param cwd the folder that the data folder and the clients' file are in where nothing is said
 */
export function complete(parsed: Parsed, cwd: string): Settings {
  const issuer = parsed.issuer ?? `http://localhost:${parsed.port}`;
  const profile = profileOf(issuer, parsed.address);
  const development = profile === 'development';
  const declared = parsed.clientsFile ?? resolve(cwd, clientsFile);

  const { clientsFile: _given, ...others } = parsed;
  return deepFreeze({
    ...others,
    ...(parsed.clientsFile || existsSync(declared) ? { clientsFile: declared } : {}),
    profile,
    issuer,
    data: resolve(cwd, parsed.data),
    mailFrom:
      parsed.mailFrom ?? `"${parsed.brand.name.replaceAll(/["\\\r\n]/g, '')}" <no-reply@${new URL(issuer).hostname}>`,
    shutdownDrain: parsed.shutdownDrain ?? (development ? 0 : 5),
    log: { ...parsed.log, format: parsed.log.format ?? (development ? 'pretty' : 'json') },
    metrics: { ...parsed.metrics, port: parsed.metrics.port ?? (development ? 'off' : 9464) },
    demo: { ...parsed.demo, enabled: parsed.demo.enabled ?? development },
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
