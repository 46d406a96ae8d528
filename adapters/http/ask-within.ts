/**
 * Asks a service, and gives up after a while.
 * @param limit milliseconds
 * @throws Error that names the service: in a log "The operation was aborted" would be anybody's
 */
export async function askWithin<T>(
  service: string,
  limit: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(limit);
  try {
    return await ask(signal);
  } catch (error) {
    const why = signal.aborted
      ? `did not answer within ${limit / 1000} seconds`
      : `could not be asked: ${wordsOf(error)}`;
    throw new Error(`${service} ${why}`, { cause: error });
  }
}

/** Where several addresses were tried in vain, Node's error has a code and no words. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
