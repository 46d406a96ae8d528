import type { Family } from '../tokens/index.ts';
import type { AppRecord } from './app-names.ts';
import type { Device } from './device.ts';
import type { Ending } from './endings.ts';
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

/** An app on a device, however often it is signed in there: on a phone, say, or in a browser. */
export interface AppOnDevice {
  readonly kind: 'app';
  /** See `appOnDevice`. */
  readonly id: string;
  /** Living ones, the one used last first. */
  readonly families: readonly [Family, ...Family[]];
  /** Absent for a moment after the very first sign-in. */
  readonly record?: AppRecord;
}

/** What a person would call a device; an app in a browser is a part of one, until it stays signed in by itself. */
export type SignedInDevice = BrowserDevice | AppOnDevice;

/** Why something of an account's ends, whatever it is. */
export type EndingOfOne = Ending & {
  readonly reason: 'signed_out' | 'ended_by_owner' | 'ended_by_app' | 'ended_by_admin';
};

/** Whether a sign-in of an app does not end with the browser that it came from. */
export const isLasting = ({ survivesSignOut }: Pick<Family, 'survivesSignOut'>): boolean => survivesSignOut;

/** What ends, where that is not the thing that was named, all of it, and nothing beside it. */
export interface Extent {
  /** Of a browser: with the apps that were opened in it and would stay signed in by themselves. */
  readonly withLasting?: boolean;
  /** Of an app: what goes on without its browser, and not what ends with that. */
  readonly onlyLasting?: boolean;
}

/** Whether an app on a device is a device by itself. */
export const standsAlone = ({ families }: Pick<AppOnDevice, 'families'>): boolean => families.some(isLasting);

/** Whether one of those is signed in on the same device by what ends with the browser, too. */
export const isInBrowserToo = (app: Pick<AppOnDevice, 'families'>): boolean =>
  standsAlone(app) && !app.families.every(isLasting);
