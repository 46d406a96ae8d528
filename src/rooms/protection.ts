import { hasMadeForm } from '../clients/index.ts';
import { createProtection } from '../protection/index.ts';
import type { Ground } from './ground.ts';

/** What bounds the tries of everything that can be guessed. */
export const protectionOn = ({ settings, documents, ephemera, clock, digest, audit, report, clients }: Ground) =>
  createProtection({
    ...{ documents, ephemera, clock, digest, audit, report },
    isSecretOf: clients.verifySecret,
    isSecretStill: clients.verifySecretAgain,
    isUnguessable: hasMadeForm,
    widening: {
      account: settings.protection.dangerouslyMultiplyTriesPerAccount,
      network: settings.protection.dangerouslyMultiplyTriesPerNetwork,
      everybody: settings.protection.dangerouslyMultiplyTriesInAll,
    },
    messages: { perPrefix: settings.factors.sms.mostPerPrefix, inADay: settings.factors.sms.mostInADay },
    banAutomatically: settings.protection.banAutomatically,
    workKeys: settings.protection.proofOfWork ? settings.protection.proofOfWorkKeys : undefined,
  });
