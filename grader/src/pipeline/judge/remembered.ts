import type { Random, ResumableRandom } from "@robustness-lab/fixtures/random";

/** What a function drew, and the state in which it left the generator. */
interface Drawn<T> {
  readonly drawn: T;
  readonly after: readonly number[];
}

const numbers = new WeakMap<object, number>();
let functions = 0;

/**
 * Remembers what a function draws. All submissions of a class get the same probes, and the process of the suites judges
 * many: from the second on it computes none again. The key is the state of the generator, which hangs on the seed and the
 * check, and the arguments; the generator ends in the same state as after drawing. Results are shared: do not modify them.
 *
 * @param draw depends on its arguments alone: plain data, and functions that are declared once
 */
export function remembered<A extends readonly unknown[], T>(
  draw: (random: Random, ...args: A) => T,
): (random: Random, ...args: A) => T {
  const known = new Map<string, Drawn<T>>();
  return (random, ...args) => {
    if (!isResumable(random)) return draw(random, ...args);
    const key = JSON.stringify([random.state(), args], (_, value: unknown) =>
      typeof value === "function" ? numberOf(value) : value,
    );
    const before = known.get(key);
    if (before !== undefined) {
      random.resume(before.after);
      return before.drawn;
    }
    const drawn = draw(random, ...args);
    const keep = (): void => void known.set(key, { drawn, after: random.state() });
    if (drawn instanceof Promise) void drawn.then(keep, () => undefined);
    else keep();
    return drawn;
  };
}

function isResumable(random: Random): random is ResumableRandom {
  return "resume" in random;
}

/** Tells functions apart. */
function numberOf(value: object): string {
  const number = numbers.get(value) ?? (functions += 1);
  numbers.set(value, number);
  return `function ${number}`;
}
