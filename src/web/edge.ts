import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Whose forwarding headers are believed: networks, or how many proxies every request passes. */
export type TrustedProxies = number | readonly string[];

/** A request as it came, before the edge made it canonical. */
export interface Arrival {
  readonly host: string | undefined;
  readonly peer: string | undefined;
  readonly forwarded: boolean;
}

const arrivals = new WeakMap<IncomingMessage, Arrival>();

/** How a request came: for what must know that nobody stands between (the outbox). */
export const arrivalOf = (request: IncomingMessage): Arrival => {
  const arrival = arrivals.get(request);
  if (!arrival) throw new Error('a request that did not pass the edge');
  return arrival;
};

const forwardingHeaders = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/**
 * Makes every request look as if it came straight to the issuer.
 *
 * Nothing behind this line can see a Host or X-Forwarded-Host of somebody's choice, so no link, cookie or redirect is
 * ever built from one (CVE-2023-49097, CVE-2025-64101, CVE-2026-27959); and the client's address is only what trusted
 * proxies say, so limits by address cannot be dodged by a header (CVE-2024-47070).
 *
 * @param certificateHeader what trusted proxies tell a client's TLS certificate in: from anybody else it goes, or whoever
 * knows somebody's certificate, which is public, would have what is bound to it
 * @param notBelieved hears of a peer that forwards requests and is not trusted
 */
export function canonicalRequests(
  issuer: string,
  trusted: TrustedProxies,
  certificateHeader?: string,
  notBelieved?: (peer: string) => void,
): (request: IncomingMessage) => void {
  const fromProxiesOnly = certificateHeader?.toLowerCase();
  const { host, protocol } = new URL(issuer);
  const scheme = protocol.slice(0, -1);
  const isTrusted = trustIn(trusted);

  return (request) => {
    const { headers } = request;
    // A target in absolute form (RFC 9112 §3.2.2) names a host too, and that one counts as little.
    request.url = originForm(request.url ?? '/');
    const peer = plainAddress(request.socket.remoteAddress);
    const forwarded = forwardingHeaders.some((header) => headers[header] !== undefined);
    arrivals.set(request, { host: headers.host, peer, forwarded });
    if (forwarded && notBelieved && peer !== undefined && !isTrusted(peer, 0)) notBelieved(peer);
    const hops = forwarded ? hopsOf(headers['x-forwarded-for']) : [];
    // Only where there are any: an object that something was deleted from is slow to read ever after.
    if (forwarded) for (const header of forwardingHeaders) Reflect.deleteProperty(headers, header);
    if (fromProxiesOnly !== undefined && headers[fromProxiesOnly] !== undefined && !isTrusted(peer, 0)) {
      Reflect.deleteProperty(headers, fromProxiesOnly);
    }
    headers.host = host;
    headers['x-forwarded-proto'] = scheme;
    headers['x-forwarded-for'] = clientAddress(peer, hops, isTrusted);
  };
}

const hopsOf = (forwardedFor: string | string[] | undefined): string[] =>
  [forwardedFor ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);

const originForm = (target: string): string => {
  const path = target.replace(/^https?:\/\/[^/?]*/i, '');
  return path === target || path.startsWith('/') ? path : `/${path}`;
};

/** From the peer backwards, each hop is believed as long as the one that reported it is trusted. */
function clientAddress(
  peer: string | undefined,
  hops: readonly string[],
  isTrusted: (address: string | undefined, distance: number) => boolean,
): string {
  let client = peer;
  for (let distance = 0; distance < hops.length && isTrusted(client, distance); distance += 1) {
    const reported = plainAddress(withoutPort(hops.at(-1 - distance)));
    if (reported === undefined || isIP(reported) === 0) break;
    client = reported;
  }
  return client ?? '0.0.0.0';
}

/**
 * Some gateways write the port behind the address (RFC 7239 §6): unread, all who come through one would share its address,
 * and the budgets of tries with it.
 */
const withoutPort = (hop: string | undefined): string | undefined =>
  hop?.replace(/^(?:([\d.]+)|\[([\da-f:.]*:[\da-f:.]*)\]):\d{1,5}$/i, '$1$2');

/** IPv4 in IPv6 form counts as what it is. */
const plainAddress = (address: string | undefined): string | undefined => address?.replace(/^::ffff:(?=\d+\.)/i, '');

function trustIn(trusted: TrustedProxies): (address: string | undefined, distance: number) => boolean {
  if (typeof trusted === 'number') return (_address, distance) => distance < trusted;
  const list = new BlockList();
  for (const network of trusted) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => address !== undefined && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
