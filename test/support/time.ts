/** The time that passed for this test process, nodes included: they run in it. */
export interface Time {
  /** @param by seconds */
  forward(by: number): void;
  /** The time is the machine's again. */
  restore(): void;
}

/** Takes the system's clock in hand. What another process keeps (Redis) goes by its own. */
export function timeInHand(): Time {
  const real = Date.now;
  let passed = 0;
  Date.now = () => real() + passed * 1000;
  return {
    forward(by) {
      passed += by;
    },
    restore() {
      Date.now = real;
    },
  };
}
