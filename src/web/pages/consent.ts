import type { TextPart, Texts } from '../../brand/index.ts';
import type { ConsentPage } from './consent-page.ts';

/** One thing that an app may do, in words. */
export interface Permission {
  readonly icon: 'person' | 'profile' | 'mail' | 'phone' | 'home' | 'clock' | 'api';
  readonly text: string;
  /** What the app would learn. */
  readonly detail?: string;
  /** A scope that nobody described: shown as it is. */
  readonly code?: boolean;
}

export interface PermissionGroup {
  readonly title: TextPart;
  readonly permissions: readonly Permission[];
}

/** What an app asks for or has, put in words and grouped: about the person, while they are away, and then by API. */
export function permissionsOf(
  { scopes, apis = [], account }: Pick<ConsentPage, 'scopes' | 'apis' | 'account'>,
  { text, localised }: Texts,
): PermissionGroup[] {
  const aboutYou: Permission[] = [];
  const away: Permission[] = [];
  const others: Permission[] = [];
  for (const scope of new Set(scopes)) {
    switch (scope) {
      case 'openid':
        aboutYou.push({ icon: 'person', text: text('scope.openid') });
        break;
      case 'profile':
        aboutYou.push({ icon: 'profile', text: text('scope.profile'), ...detail(account.name) });
        break;
      case 'email':
        aboutYou.push({ icon: 'mail', text: text('scope.email'), ...detail(account.email) });
        break;
      case 'phone':
        aboutYou.push({ icon: 'phone', text: text('scope.phone'), ...detail(account.phone) });
        break;
      case 'address':
        aboutYou.push({ icon: 'home', text: text('scope.address') });
        break;
      case 'offline_access':
        away.push({ icon: 'clock', text: text('scope.offline_access') });
        break;
      default:
        others.push({ icon: 'api', text: scope, code: true });
    }
  }
  const groups: PermissionGroup[] = [
    { title: { text: text('consent.about-you'), name: false }, permissions: aboutYou },
    ...apis.map((api) => ({
      title: { text: api.name, name: true },
      permissions: api.scopes.map(({ name, description }): Permission => {
        const words = description && localised(description);
        return words ? { icon: 'api', text: words } : { icon: 'api', text: name, code: true };
      }),
    })),
    { title: { text: text('consent.others'), name: false }, permissions: others },
    { title: { text: text('consent.away'), name: false }, permissions: away },
  ];
  return groups.filter(({ permissions }) => permissions.length > 0);
}

const detail = (value: string | undefined): { readonly detail?: string } => (value ? { detail: value } : {});
