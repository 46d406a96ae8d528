import type { Context } from 'koa';

/** What of a Koa context a page needs; any context will do, the engine's too. */
export type Answer = Pick<Context, 'get' | 'set' | 'method' | 'path' | 'querystring' | 'status' | 'type' | 'body'>;

export interface Policy {
  /** More sources of pictures than this origin. */
  readonly images: readonly string[];
  /** Where forms may go, their redirects included; none: there is no form. */
  readonly forms: readonly string[];
  /** Allows the one script that carries it. */
  readonly nonce?: string;
  /** That script may start workers, from files of ours. */
  readonly workers?: boolean;
  readonly popup: boolean;
  /** An app gets a form posted, and may want to see from which origin. */
  readonly tellsOrigin: boolean;
  /** Over https: see to it that it stays so. */
  readonly secure: boolean;
}

const year = 31_536_000;

/** The headers of every page. Should markup ever slip in, it can load nothing, run nothing and send nothing elsewhere. */
export function setHeaders(ctx: Answer, policy: Policy): void {
  const csp = [
    "default-src 'none'",
    "style-src 'self'",
    ['img-src', "'self'", ...policy.images].join(' '),
    policy.nonce && `script-src 'nonce-${policy.nonce}'`,
    policy.workers && "worker-src 'self'",
    ['form-action', ...(policy.forms.length > 0 ? policy.forms : ["'none'"])].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  ctx.set('Content-Security-Policy', csp.filter(Boolean).join('; '));
  // For browsers that do not know frame-ancestors.
  ctx.set('X-Frame-Options', 'DENY');
  ctx.set('X-Content-Type-Options', 'nosniff');
  // No address of ours, which may carry a link's secret, goes to another origin. Not no-referrer: with it browsers post
  // our own forms with `Origin: null`, and the origin could not be checked.
  ctx.set('Referrer-Policy', policy.tellsOrigin ? 'strict-origin' : 'same-origin');
  // An app that opened us in a popup needs its window.opener; nobody else gets a handle on our window.
  ctx.set('Cross-Origin-Opener-Policy', policy.popup ? 'unsafe-none' : 'same-origin');
  ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
  ctx.set('Permissions-Policy', 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()');
  ctx.set('Cache-Control', 'no-store');
  if (policy.secure) ctx.set('Strict-Transport-Security', `max-age=${year}`);
}
