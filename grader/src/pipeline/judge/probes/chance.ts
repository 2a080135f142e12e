import { claim, show } from "../claims.ts";
import { meanBound } from "../expected/statistics.ts";

/** The probability that a right submission fails one claim about chance: small enough for thousands of submissions. */
const FALSE_ALARM = 1e-7;

/** Whether the mean of tosses, as 1 and -1, is plausible for a fair coin. */
export function isFair(tosses: readonly boolean[]): boolean {
  return Math.abs(2 * share(tosses) - 1) <= meanBound(tosses.length, FALSE_ALARM);
}

/** Claims that tosses are plausible for a fair coin. @param what the event, as in "a unit is dropped" */
export function claimFair(tosses: readonly boolean[], what: string): void {
  claim(tosses.length > 0, `${what}: nothing of it is to be seen`);
  claim(isFair(tosses), `${what} in ${show(100 * share(tosses))} % of ${tosses.length} cases, which is no chance`);
}

function share(tosses: readonly boolean[]): number {
  return tosses.filter(Boolean).length / tosses.length;
}
