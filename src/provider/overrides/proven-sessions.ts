import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Browsers, Devices, Memories, Session, Sessions } from '../../devices/index.ts';
import { cookieNames, cookieOptions } from '../cookies.ts';
import { asEngineStep } from '../failures.ts';
import { stateOf } from '../request.ts';
import { signInOf, type Proof, type SignInFacts } from '../sign-in.ts';

export interface ProvenRooms {
  readonly sessions: Pick<Sessions, 'end'>;
  readonly browsers: Browsers;
  readonly devices: Pick<Devices, 'note'>;
  readonly memories: Memories;
  readonly isProofGood: (proof: Proof) => Promise<boolean>;
  readonly secure: boolean;
}

/** What follows when somebody has proved who they are and their session is kept: whether it may stay, and what the browser gets. */
export function whenProven({ sessions, browsers, devices, memories, isProofGood, secure }: ProvenRooms) {
  /**
   * Asked once the session is there: a sign-out of everything between the proof and this moment either finds the session
   * and ends it, or is seen here. So is the end of this device from elsewhere; a browser that has just been made to forget the
   * second factor; and the end of the session from which a proof was taken, where this is another one.
   */
  async function mayStay(session: Session, { earlier, browser }: Partial<SignInFacts> = {}): Promise<boolean> {
    const { id, account, device, signOuts = 0, sparedBy } = session;
    if (account === undefined) return true;
    const proof = { account, signOuts, ...(earlier !== undefined && { earlier }), ...(browser && { browser }) };
    const isSpared = (): Promise<boolean> => asEngineStep(() => memories.stillHolds(device ?? '', sparedBy ?? 0));
    if ((await asEngineStep(() => isProofGood(proof))) && (sparedBy === undefined || (await isSpared()))) return true;
    await sessions.end(id, { reason: 'signed_out_everywhere' });
    return false;
  }

  /** The browser is spared the second factor from now on, where its person wished that and proved it. */
  async function rememberFactor(session: Session, ctx: KoaContextWithOIDC): Promise<void> {
    const { memory } = signInOf(ctx) ?? {};
    const { origin, factorMemory } = stateOf(ctx);
    if (!memory || session.device === undefined) return;
    const { device } = session;
    const cookie = await asEngineStep(async () => {
      // The record follows the sign-in in a moment, and is needed now.
      await devices.note(session, { ...toldOf(ctx), doubtful: session.doubtful === true });
      return memories.remember(device, memory, factorMemory, origin);
    });
    if (cookie === undefined) return;
    const maxAge = memories.limitFor() * 1000;
    ctx.cookies.set(cookieNames(secure).factorMemory, cookie, { ...cookieOptions(secure), signed: false, maxAge });
  }

  /**
   * Enters the session into the record of its browser.
   * @returns false where it does not stay: everybody was signed out of the browser at this moment
   */
  async function enter(
    { id: uid, account, transient, doubtful, signOuts }: Session,
    ctx: KoaContextWithOIDC,
  ): Promise<boolean> {
    const { browser, accounts, origin } = stateOf(ctx);
    if (browser === undefined || account === undefined) return true;
    const { browser: provenIn } = signInOf(ctx) ?? {};
    const emptied = provenIn?.id === browser ? provenIn.emptied : undefined;
    const entry = { uid, account, doubtful, signOuts, emptied, ...(transient && { window: windowOf(ctx) }) };
    const proof = await browsers.enter(browser, accounts, entry, origin);
    if (proof === undefined) await sessions.end(uid, { reason: 'signed_out', origin });
    else proveAccounts(ctx, proof);
    return proof !== undefined;
  }

  function proveAccounts(ctx: KoaContextWithOIDC, proof: string): void {
    const maxAge = 400 * 24 * 3600 * 1000;
    ctx.cookies.set(cookieNames(secure).accounts, proof, { ...cookieOptions(secure), signed: false, maxAge });
  }

  /** A cookie without a date goes with the window: the session that is entered with it is then found no more. */
  function windowOf(ctx: KoaContextWithOIDC): string {
    const { window } = stateOf(ctx);
    if (window !== undefined) return window;
    const value = browsers.newCookie();
    ctx.cookies.set(cookieNames(secure).window, value, { ...cookieOptions(secure), signed: false });
    return browsers.windowOf(value);
  }

  return { mayStay, enter, rememberFactor };
}

/** What the owner is told of a sign-in. */
export function toldOf(ctx: KoaContextWithOIDC): Pick<SignInFacts, 'factor' | 'signals' | 'provenAt'> {
  const { factor, signals, provenAt } = signInOf(ctx) ?? {};
  return {
    ...(factor !== undefined && { factor }),
    ...(signals !== undefined && { signals }),
    ...(provenAt !== undefined && { provenAt }),
  };
}
