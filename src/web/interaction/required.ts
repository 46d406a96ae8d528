import type { Context } from 'koa';
import type { SetUpAppPage } from '../pages/index.ts';
import { formTo } from './details.ts';
import type { InteractionHost } from './host.ts';
import type { Enrolling } from './proceed.ts';

/** What a page that sets a factor up in a sign-in says of that: who requires what, and until when it can be put off. */
export const requiredIn = (
  host: InteractionHost,
  ctx: Context,
  { level, until }: Enrolling,
): Pick<SetUpAppPage, 'required' | 'later' | 'until'> => ({
  required: {
    // What holds for everybody asks for no passkey.
    by: level !== 'phr' && host.factors.ruleFor({}) === 'required' ? 'installation' : 'app',
    what: level === 'phr' ? 'passkey' : 'second-factor',
  },
  ...(until !== undefined && { later: formTo(host, ctx, 'go-on'), until }),
});
