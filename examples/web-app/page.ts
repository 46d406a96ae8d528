/** The app's pages, and the ways from one to another. */
import type { ServerResponse } from 'node:http';

export const button = (action: string) => `<form method="post" action="/${action}"><button>${action}</button></form>`;
export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
export const redirect = (response: ServerResponse, { href }: URL) =>
  void response.writeHead(303, { location: href }).end();

export function page(response: ServerResponse, status: number, content: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="en"><title>Web app</title>${content}</html>`);
}
