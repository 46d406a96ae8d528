import { factorsOn } from './factors.ts';
import type { Ground } from './ground.ts';
import { peopleOn } from './people.ts';
import { protectionOn } from './protection.ts';
import { signInsOn } from './sign-ins.ts';

/** Every room that stands on the ground. */
export type Features = ReturnType<typeof featuresOn>;

/** Opens them, each with those that it needs. */
export function featuresOn(ground: Ground) {
  const people = peopleOn(ground);
  const factors = factorsOn(ground);
  const signIns = signInsOn(ground, { ...people, ...factors });
  return { ...people, ...factors, ...signIns, protection: protectionOn(ground) };
}
