import { isPrivate } from './hosts.ts';
import type { Settings } from './settings.ts';

/** What runs, and should be looked at: servers beyond the private network without encryption or password. */
export function doubtful(settings: Settings): string[] {
  if (settings.profile === 'development') return [];
  return [
    ...exposed('mongodbUrl', settings.mongodbUrl, ({ scheme, query }) => scheme === 'mongodb+srv' || asksTls(query)),
    ...exposed('redisUrl', settings.redisUrl, ({ scheme }) => scheme === 'rediss'),
    ...exposed(
      'smtpUrl',
      settings.smtpUrl,
      ({ scheme, query }) => scheme === 'smtps' || query.get('requireTLS') === 'true',
    ),
  ];
}

interface Server {
  readonly scheme: string;
  readonly query: URLSearchParams;
}

const asksTls = (query: URLSearchParams) => query.get('tls') === 'true' || query.get('ssl') === 'true';

function exposed(setting: string, url: string | undefined, isEncrypted: (server: Server) => boolean): string[] {
  // Taken apart by hand: a MongoDB URL may name several hosts.
  const [, scheme = '', user = '', hosts = '', query = ''] =
    /^([a-z+]+):\/\/(?:([^@/]*)@)?([^/?]*)[^?]*\??(.*)$/i.exec(url ?? '') ?? [];
  const open = hosts.split(',').filter((host) => host && !isPrivate(host.replace(/:\d+$/, '')));
  if (open.length === 0) return [];

  const encrypted = isEncrypted({ scheme: scheme.toLowerCase(), query: new URLSearchParams(query) });
  return [
    ...(encrypted ? [] : [`${setting}: the way to ${open.join(', ')} is not encrypted`]),
    ...(user.includes(':') ? [] : [`${setting}: no password for ${open.join(', ')}`]),
  ];
}
