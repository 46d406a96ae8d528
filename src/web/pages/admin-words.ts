import type { Texts } from '../../brand/index.ts';
import type { ClientKind } from '../../clients/index.ts';

/** What people call a client of a kind. */
export const nameOfKind = (kind: ClientKind, { text }: Texts): string => text(`admin.kind.${kind}`);
