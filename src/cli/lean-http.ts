/** What Node's `http` has of WebSockets, each loaded when it is looked at. */
const ofWebSockets = ['WebSocket', 'CloseEvent', 'MessageEvent'] as const;

/**
 * Takes from Node's `http` what it has of WebSockets, which nothing here uses. An ES module that imports anything of
 * `node:http` looks at all that it has, and Node then loads the whole of undici: 11 MiB. So this comes before the first
 * such import, and itself has none.
 */
export function leaveOutWebSockets(): void {
  const http = process.getBuiltinModule('node:http');
  for (const name of ofWebSockets) Reflect.deleteProperty(http, name);
}
