import Provider from 'oidc-provider';
import type { EngineViews } from '../views.ts';

/** A Provider that answers `response_mode=form_post` by a page of ours. It asks for its response modes as it is made. */
export const withFormPost = (views: Pick<EngineViews, 'formPost'>): typeof Provider =>
  class extends Provider {
    override registerResponseMode(...[name, handler]: Parameters<Provider['registerResponseMode']>): void {
      super.registerResponseMode(
        name,
        name === 'form_post' ? (ctx, uri, payload) => views.formPost(ctx, uri, textsOf(payload)) : handler,
      );
    }
  };

const textsOf = (payload: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
