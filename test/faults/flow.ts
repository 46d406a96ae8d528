import { expect } from '@jest/globals';
import { redeem, type Answer, type App } from '../support/apps.ts';
import type { Screen } from '../support/person.ts';
import { saidTo, type Said } from './answers.ts';
import type { Stage } from './stage.ts';

/** One run of a flow: its steps in order, and what must be so afterwards of all that was answered. */
export interface Run {
  readonly steps: readonly (() => Promise<Said>)[];
  /** Holds what was answered against the store. */
  readonly holds: () => Promise<void>;
}

/** Something that people or programs do, which a fault may come in the middle of. */
export interface Flow {
  readonly name: string;
  readonly begin: (stage: Stage) => Promise<Run>;
}

/** Whether the family of a code has ended, or lives; undefined where there is none. */
export async function familyOf({ nodes }: Stage, code: string) {
  const { families } = nodes.rooms;
  return families.get(families.idOf(code));
}

export const codeAt = (screen: Screen | undefined): string => screen?.url.searchParams.get('code') ?? '';
export const hasCode = (screen: Screen): boolean => codeAt(screen) !== '';
export const hasForm =
  (action: string) =>
  (screen: Screen): boolean =>
    screen.forms.some((form) => form.action.split('?')[0]?.endsWith(action) === true);

/** A redemption as a step, and what it gave. */
export function redemption(
  stage: Stage,
  app: App,
  arrival: () => { readonly door: Screen; readonly verifier: string },
) {
  const given: { tokens?: Answer['body'] } = {};
  return {
    given,
    async step(): Promise<Said> {
      const { door, verifier } = arrival();
      const answer = await redeem(stage.nodes, app.id, door, verifier, app.headers);
      if (answer.status === 200) given.tokens = answer.body;
      return saidTo(answer);
    },
    /** Where tokens were given there is a family. */
    async holds(): Promise<void> {
      if (given.tokens) expect(await familyOf(stage, codeAt(arrival().door))).toMatchObject({ client: app.id });
    },
  };
}
