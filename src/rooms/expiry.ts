import type { Browsers, Session, Sessions } from '../devices/index.ts';
import type { Families } from '../tokens/index.ts';

/**
 * What becomes of a session whose time is over, and that nobody has ended. Its browser is signed in by it no more. The
 * apps that it signed in go on by their own two lifetimes: as long as there is one the session's record stays as it is,
 * neither living nor ended, so that whatever would have ended the session ends the app too, in the same one step.
 * Whether an app may go on is read from that record, never from whether this has run.
 *
 * It can be repeated, and is: daily, until nothing goes on by the session.
 * @returns asks of a session whose time is over whether an app is signed in by it still
 */
export const afterTime =
  (rooms: {
    readonly sessions: Pick<Sessions, 'stateOf'>;
    readonly families: Pick<Families, 'holds' | 'holdsUnfound'>;
    readonly browsers: Pick<Browsers, 'leave'>;
  }) =>
  async (session: Session): Promise<boolean> => {
    const { sessions, families, browsers } = rooms;
    if (!sessions.stateOf(session)) return false;
    if (!(await families.holds(session.id)) && !(await families.holdsUnfound(session.id))) return false;
    // The browser offers the account no more, as after any end.
    if (session.browser !== undefined) await browsers.leave(session.browser, session.id);
    return true;
  };
