/** What every server of the benchmark knows, so that all of them are asked the same things. */

/** Where apps take people back: nothing listens there, a sign-in ends at its door. */
export const callback = 'https://app.example.com/callback';
export const scope = 'openid email';
export const password = 'correct horse battery staple';

export interface BenchClient {
  readonly id: string;
  readonly secret: string;
  /** `machine` asks tokens for itself, people sign in to `web`. */
  readonly kind: 'machine' | 'web';
}

export interface Workload {
  /** Registered clients, half of each kind: requests are spread over all of their kind. */
  readonly clients: readonly BenchClient[];
  /** Connections at a time, each with a person of its own. */
  readonly connections: number;
}

export function workloadOf({ clients, connections }: { clients: number; connections: number }): Workload {
  return {
    connections,
    clients: Array.from({ length: clients }, (_, index) => ({
      id: `bench-${index}`,
      // Fixed, so that servers in other processes know them: they open nothing but this benchmark's servers.
      secret: `benchmark-secret-of-client-${String(index).padStart(6, '0')}`,
      kind: index % 2 === 0 ? 'machine' : 'web',
    })),
  };
}

export const ofKind = ({ clients }: Workload, kind: BenchClient['kind']): BenchClient[] =>
  clients.filter((client) => client.kind === kind);

/** Who sits at a connection. */
export const emailOf = (connection: number): string => `person-${connection}@example.com`;

/** The web clients that the person at a connection has allowed, and signs in to in turn. */
export const appsOf = (workload: Workload, connection: number): BenchClient[] =>
  ofKind(workload, 'web').filter((_, index) => index % workload.connections === connection);
