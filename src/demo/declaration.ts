/**
 * What has to be registered before the demo works: a third-party SPA, so that the consent page is seen, the API that it
 * calls, and the client as which that API asks about tokens.
 *
 * @param port the demo's, on localhost
 */
export function demoDeclaration(port: number) {
  const origin = originOf(port);
  const api = `${origin}/api`;
  return {
    apis: [
      {
        id: api,
        name: 'Demo notes',
        tokenFormat: 'opaque',
        scopes: [
          {
            name: 'notes:read',
            description: {
              en: 'Read your notes in the demo',
              de: 'Ihre Notizen in der Demo lesen',
              fr: 'Lire vos notes dans la démo',
              es: 'Leer sus notas en la demostración',
            },
          },
          {
            name: 'notes:write',
            description: {
              en: 'Write notes for you in the demo',
              de: 'In der Demo Notizen für Sie schreiben',
              fr: 'Écrire des notes pour vous dans la démo',
              es: 'Escribir notas por usted en la demostración',
            },
          },
        ],
      },
    ],
    clients: [
      {
        id: 'postern-demo',
        name: 'Postern Demo',
        kind: 'spa',
        homepage: `${origin}/`,
        redirectUris: [`${origin}/app/`],
        postLogoutRedirectUris: [`${origin}/app/`],
        origins: [origin],
        apis: [api],
        defaultApi: api,
        scopes: ['openid', 'profile', 'email', 'notes:read', 'notes:write'],
      },
      { id: 'postern-demo-api', name: 'Demo notes', kind: 'api', serves: [api] },
    ],
  } as const;
}

/** The demo is at a name and not at an address, as apps are. */
export const originOf = (port: number): string => `http://localhost:${port}`;
