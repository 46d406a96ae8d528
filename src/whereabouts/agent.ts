import Bowser from 'bowser';
import { LRUCache } from 'lru-cache';

/** What sends a request, as a person would call it. What is not known is left out. */
export interface Agent {
  /** `Firefox`, or the first product of a program that is no browser: `okhttp`. No version: updates change that. */
  readonly name?: string;
  /** `Windows`, `iOS`. */
  readonly system?: string;
  readonly form?: 'computer' | 'phone' | 'tablet';
}

const unknown: Agent = {};

/** The same few agents come again and again, and taking one apart costs more than the rest of a refresh's rules. */
const known = new LRUCache<string, Agent>({ max: 1000 });

const forms = { desktop: 'computer', mobile: 'phone', tablet: 'tablet' } as const;

/** Reads a User-Agent header (RFC 9110 §10.1.5). It is whatever its sender says: a hint for people, and never a proof. */
export function agentOf(userAgent: string | undefined): Agent {
  if (!userAgent) return unknown;
  let agent = known.get(userAgent);
  if (!agent) known.set(userAgent, (agent = read(userAgent)));
  return agent;
}

function read(userAgent: string): Agent {
  const { browser, os, platform } = Bowser.parse(userAgent);
  const name = plain(browser.name) ?? plain(/^[\w.-]+(?=\/)/.exec(userAgent)?.[0]);
  const system = plain(os.name);
  const form = forms[platform.type as keyof typeof forms] as Agent['form'];
  return { ...(name && { name }), ...(system && { system }), ...(form && { form }) };
}

const listed: ReadonlySet<string> = new Set([...Object.values(Bowser.BROWSER_MAP), ...Object.values(Bowser.OS_MAP)]);

/**
 * Like `agentOf`, with names from a list of browsers and systems only. For letters: `Call +1 555 0100/1.0` is a
 * User-Agent too, and in a letter it would be read as ours.
 */
export function listedAgentOf(userAgent: string | undefined): Agent {
  const { name, system, form } = agentOf(userAgent);
  return {
    ...(name !== undefined && listed.has(name) && { name }),
    ...(system !== undefined && listed.has(system) && { system }),
    ...(form && { form }),
  };
}

/** Short, and of letters that can stand on any page: names are taken out of a text of the sender's choice. */
const plain = (name: string | undefined): string | undefined =>
  name && /^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,39}$/u.test(name) ? name : undefined;
