import type { Texts } from '../../brand/index.ts';
import type { ClientKind } from '../../clients/index.ts';
import type { AdminClientPage, AdminPages, ClientFacts } from './admin-page.ts';
import { ruleGroups } from './rules-view.ts';
import type { AdminView, View } from './shown.ts';
import { momentOf } from './times.ts';

/** An admin page as its template wants it. */
export function adminView(page: AdminPages, texts: Texts): View {
  const { parts, text } = texts;
  if (page.kind === 'admin-client') return clientView(page, texts);
  return {
    heading: parts('admin-clients.title'),
    intro: parts(page.clients.length > 0 ? 'admin-clients.text' : 'admin-clients.none'),
    admin: {
      clients: page.clients.map(({ url, id, name, kind, declaredBy, disabled }) => ({
        url,
        name,
        facts: [
          nameOfKind(kind, texts),
          id,
          text('admin.declared', { how: text(`admin.by.${declaredBy}`) }),
          ...(disabled ? [text('admin.disabled')] : []),
        ],
      })),
    },
  };
}

/** What people call a client of a kind. */
const nameOfKind = (kind: ClientKind, { text }: Texts): string => text(`admin.kind.${kind}`);

function clientView({ facts, rules, why, done }: AdminClientPage, texts: Texts): View {
  const { text } = texts;
  const alert = rules?.alert;
  const wrong = rules?.errors && Object.keys(rules.errors).length > 0;
  return {
    heading: [{ text: facts.name, name: true }],
    intro: [{ text: nameOfKind(facts.kind, texts), name: false }],
    ...(alert?.is === 'other' && { alert: text('admin-rules.alert.other', { what: alert.what }) }),
    ...(alert?.is === 'changed' && { alert: text('admin-rules.alert.changed') }),
    ...(!alert && wrong && { alert: text('admin-rules.alert') }),
    admin: {
      facts: factsOf(facts, texts),
      ...(rules && { groups: ruleGroups(rules, texts) }),
      ...(why && { why: text(`admin-rules.why.${why}`, { kind: nameOfKind(facts.kind, texts) }) }),
      ...(done && { done: text('admin-rules.saved') }),
    },
  };
}

/** What is said of a client, a line each; what it does not have is left out. */
function factsOf(client: ClientFacts, texts: Texts): NonNullable<AdminView['facts']> {
  const { text, language } = texts;
  const when = (at: number): string => momentOf(at, language);
  const yes = (is: boolean): string[] => (is ? [text('admin.yes')] : []);
  const lines: readonly (readonly [string, readonly string[]])[] = [
    [text('admin.fact.id'), [client.id]],
    [text('admin.fact.declared'), [text(`admin.by.${client.declaredBy}`)]],
    [text('admin.fact.disabled'), yes(client.disabled)],
    [text('admin.fact.first-party'), yes(client.firstParty)],
    [text('admin.fact.redirect-uris'), client.redirectUris],
    [text('admin.fact.post-logout'), client.postLogoutRedirectUris],
    [text('admin.fact.origins'), client.origins],
    [text('admin.fact.backchannel'), client.backchannelLogoutUri === undefined ? [] : [client.backchannelLogoutUri]],
    [text('admin.fact.homepage'), client.homepage === undefined ? [] : [client.homepage]],
    [text('admin.fact.scopes'), client.scopes ? [client.scopes.join(' ')] : []],
    [text('admin.fact.apis'), client.apis],
    [text('admin.fact.serves'), client.serves],
    [text('admin.fact.authentication'), client.authMethod === 'none' ? [] : [client.authMethod]],
    [text('admin.fact.bound'), client.senderConstrained === 'none' ? [] : [client.senderConstrained]],
    [
      text('admin.fact.secrets'),
      client.secrets.map(({ createdAt, expiresAt }) =>
        expiresAt === undefined
          ? text('admin.secret', { when: when(createdAt) })
          : text('admin.secret.until', { when: when(createdAt), until: when(expiresAt) }),
      ),
    ],
    // Postern's own are as old as time.
    [text('admin.fact.created'), client.createdAt > 0 ? [when(client.createdAt)] : []],
    [text('admin.fact.changed'), client.changedAt > 0 ? [when(client.changedAt)] : []],
  ];
  return lines.filter(([, values]) => values.length > 0).map(([label, values]) => ({ label, values }));
}
