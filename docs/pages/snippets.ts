import { snippetFor } from '../../src/cli/snippets.ts';

/** What README.md connects, by the kind that its commands name. */
const shown = [
  { kind: 'spa', issuer: 'http://localhost:3000', authMethod: 'none', uri: 'http://localhost:5173/callback' },
  {
    kind: 'web',
    issuer: 'https://id.example.com',
    authMethod: 'client_secret_basic',
    uri: 'https://app.example.com/callback',
  },
] as const;

/** README.md, with what `postern client add` prints below the commands that add an app. @param page as it is written */
export function withSnippets(page: string): string {
  return shown.reduce((text, { kind, issuer, authMethod, uri }) => {
    const place = new RegExp(`(--kind ${kind} [^\n]*\n\`\`\`\n\n\`\`\`js\n)[\\s\\S]*?(\n\`\`\`)`);
    if (!place.test(text)) throw new Error(`README.md has no place for what connects an app of the kind ${kind}`);
    const snippet = snippetFor({ kind, id: '…', authMethod, redirectUris: [uri], apis: [] }, issuer);
    return text.replace(place, (_, begin: string, end: string) => `${begin}${snippet}${end}`);
  }, page);
}
