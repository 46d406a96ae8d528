import { z } from 'zod';
import { setting } from '../describe.ts';
import { path } from '../types.ts';

const signalAction = () => z.enum(['nothing', 'letter', 'factor', 'block']);
const signalActionsSaid =
  'nothing: it is in the record and the history. letter: the owner has a letter too. factor: and who has a second factor is asked for it, also in a browser that is spared it and where the rule is by-risk. block: nobody is let in; where the account was merely put out of the browser, it is as factor.';

/** What is done about sign-ins that are unlike those before. */
export const risk = z.strictObject({
  newDevice: setting(signalAction().default('factor'), {
    description: `What a sign-in in a browser does that the account was never used in, or that it was put out of since. ${signalActionsSaid}`,
  }),
  newCountry: setting(signalAction().default('factor'), {
    description: 'What a sign-in from a country does that the account was not used from before.',
  }),
  impossibleTravel: setting(signalAction().default('factor'), {
    description:
      'What a sign-in does from farther away than an airliner could have come since the last one. It needs a placesFile with coordinates; people who switch a VPN on and off do that too.',
  }),
  badNetwork: setting(signalAction().default('factor'), {
    description: 'What a sign-in from a network of badNetworksFile does.',
  }),
  badNetworksFile: setting(path().exactOptional(), {
    description:
      'A list of networks with a bad name, such as Tor exits or one of FireHOL: one a line, a network like 203.0.113.0/24 or an address, # begins a comment. A newer file is read within a minute, without a restart.',
    defaultsTo: 'no network has a bad name',
    path: true,
  }),
  unusualHour: setting(signalAction().default('nothing'), {
    description:
      'What a sign-in does at an hour of the day at which the account is hardly ever used. Says something from the twentieth sign-in on; of each only the hour is kept.',
  }),
});
