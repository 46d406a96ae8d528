import type { Family } from '../tokens/index.ts';
import type { Device } from './device.ts';
import type { Session } from './session.ts';

/** A browser in which an account is signed in, or an app by a sign-in there, whose own time may be over. */
export interface BrowserDevice {
  readonly kind: 'browser';
  readonly id: string;
  /** Absent for a moment after the very first sign-in. */
  readonly device?: Device;
  /** The one used last first. Nearly always one. */
  readonly sessions: readonly [Session, ...Session[]];
}

/** An app that stays signed in by itself: on a phone, say, or while the person is away. */
export interface AppSignIn {
  readonly kind: 'app';
  /** That of its family. */
  readonly id: string;
  readonly family: Family;
}

/** What a person would call a device. */
export type SignedInDevice = BrowserDevice | AppSignIn;
