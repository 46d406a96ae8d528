import { createFactorResets, createFactors, createSetUps } from '../factors/index.ts';
import type { Ground } from './ground.ts';

/** What an account has beside its password, and how it gets another one. */
export function factorsOn({ settings, documents, ephemera, clock, digest, audit, epoch }: Ground) {
  const { secondFactor, grace, passkeys, sms, emailCodes } = settings.factors;
  return {
    factors: createFactors({
      ...{ documents, ephemera, clock, digest, audit, grace, passkeys },
      rule: secondFactor,
      brand: settings.brand.name,
      issuer: settings.issuer,
      sends: { sms: sms.transport !== 'off', email: emailCodes },
      countries: sms.countries,
    }),
    factorResets: createFactorResets({ documents, clock, digest, audit, epoch, wait: settings.factors.resetAfter }),
    factorSetUps: createSetUps({ ephemera, digest }),
  };
}
