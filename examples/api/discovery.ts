/** Reads the issuer's metadata (OpenID Connect Discovery 1.0 §4). @throws when it does not answer for itself */
export async function discover(issuer: string): Promise<{ jwks_uri: string; introspection_endpoint: string }> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const metadata = (await response.json()) as { issuer: string; jwks_uri: string; introspection_endpoint: string };
  // Otherwise one issuer could speak for another (§4.3).
  if (metadata.issuer !== issuer) throw new Error(`${url} speaks for ${metadata.issuer}`);
  return metadata;
}
