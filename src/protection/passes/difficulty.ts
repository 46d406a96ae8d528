/** How many solutions came, within the last hour. */
export interface Solved {
  /** For one account from one network. */
  readonly here: number;
  /** From one network. */
  readonly network: number;
}

/** So many double the work for the next one, until it is the 16-fold: about as long as a person would wait for a page. */
const doubling: Solved = { here: 3, network: 30 };
const mostDoublings = 4;

/** How often the work is doubled after so many solutions. */
export const doublingsAfter = ({ here, network }: Solved): number =>
  Math.min(mostDoublings, Math.max(Math.floor(here / doubling.here), Math.floor(network / doubling.network)));

/**
 * Whether work of so many doublings is enough by now. It may have become dearer once since it was asked for, because of
 * somebody else; but who collects cheap challenges first and solves them afterwards does not get away with it.
 * @param solved those before this one
 */
export const isEnough = (doublings: number, solved: Solved): boolean => doublings >= doublingsAfter(solved) - 1;
