import { batchSizeOf, isWatched } from "./arguments.ts";
import type { Comparison, Form } from "./compare.ts";
import type { Relation } from "./relations.ts";

/* Answers of another form than the right one: another shape, a list in place of a tensor, more or fewer numbers. */

type FormComparison = Extract<Comparison, { readonly kind: "form" }>;

/** The relation of the forms of all these answers to the right ones. */
export function formRelationOf(comparisons: readonly FormComparison[]): Relation | undefined {
  const found = comparisons.map(relationOfOne);
  return found.every((relation) => relation?.id === found[0]?.id) ? found[0] : undefined;
}

function relationOfOne({
  mine,
  right,
  args: named,
  call: { args, observation },
}: FormComparison): Relation | undefined {
  const value = observation.status === "returned" ? observation.value : undefined;
  if (Array.isArray(value) && right.some(({ name, kind }) => name === "value" && kind === "tensor")) return LIST;
  const pair = right.map((form) => [mine.find(({ name }) => name === form.name), form] as const);
  const changed = pair.filter(([one, other]) => one === undefined || !isSame(one, other));
  const [first] = changed;
  if (changed.length > 0 && changed.every(([, { name }]) => name.startsWith("state"))) {
    if (changed.every(([one]) => one === undefined)) return isWatchedIn(args, "kept") ? DISPOSED : undefined;
    const isEmpty = changed.every(([one]) => one?.numbers.length === 0);
    if (isEmpty && isWatchedIn(args, "differentiated")) return NO_GRADIENT;
  }
  if (first === undefined || changed.length > 1 || first[0] === undefined) return lengths(changed);
  return KINDS.find(({ holds }) => holds(first[0] as Form, first[1], batchSizeOf(named) ?? NaN));
}

function isWatchedIn(args: readonly unknown[], how: "kept" | "differentiated"): boolean {
  return args.some((each) => isWatched(each, how));
}

function isSame(one: Form, other: Form): boolean {
  return one.kind === other.kind && one.isBoolean === other.isBoolean && one.shape.join() === other.shape.join();
}

/** Fields of an answer that are all too long or too short. */
function lengths(changed: readonly (readonly [Form | undefined, Form])[]): Relation | undefined {
  const differences = changed.map(([one, other]) => Math.sign((one?.shape[0] ?? NaN) - (other.shape[0] ?? NaN)));
  if (differences.length === 0) return undefined;
  if (differences.every((difference) => difference > 0)) return LONGER;
  return differences.every((difference) => difference < 0) ? SHORTER : undefined;
}

const DISPOSED: Relation = { id: "disposed", words: "a given tensor is disposed of, though it stays the caller's" };
const NO_GRADIENT: Relation = { id: "no-gradient", words: "no gradient flows back through the answer" };
const LIST: Relation = { id: "list-for-tensor", words: "a list comes back, not a tensor" };
const LONGER: Relation = { id: "too-many", words: "the answer has more entries than it should" };
const SHORTER: Relation = { id: "too-few", words: "the answer has fewer entries than it should" };

interface Kind extends Relation {
  readonly holds: (mine: Form, right: Form, batch: number) => boolean;
}

const sizeOf = ({ numbers }: Form): number => numbers.length;

const KINDS: readonly Kind[] = [
  {
    id: "truth-values",
    words: "the answer is of truth values, not of numbers",
    holds: (mine, right) => mine.isBoolean === true && right.isBoolean === false,
  },
  {
    id: "numbers-for-truth-values",
    words: "the answer is of numbers, not of truth values",
    holds: (mine, right) => mine.isBoolean === false && right.isBoolean === true,
  },
  {
    id: "tensor-for-number",
    words: "a tensor comes back, not a number",
    holds: (mine, right) => mine.kind === "tensor" && right.kind === "number",
  },
  {
    id: "number-for-tensor",
    words: "a number comes back, not a tensor",
    holds: (mine, right) => mine.kind === "number" && right.kind === "tensor",
  },
  {
    id: "one-for-batch",
    words: "one value for the whole batch comes back, not one for each point",
    holds: (mine, right, batch) => sizeOf(mine) === 1 && sizeOf(right) === batch && batch > 1,
  },
  {
    id: "not-reduced",
    words: "one value for each point comes back, not one for the whole batch",
    holds: (mine, right, batch) => sizeOf(right) === 1 && sizeOf(mine) === batch && batch > 1,
  },
  {
    id: "every-pair",
    words: "every point is combined with every other, so a list becomes a square",
    holds: (mine, right, batch) => batch > 1 && sizeOf(right) <= batch && sizeOf(mine) === batch * batch,
  },
  {
    id: "one-for-row",
    words: "one number for each row of the batch comes back, not as many as the row has",
    holds: (mine, right, batch) => batch > 1 && sizeOf(mine) === batch && sizeOf(right) > batch,
  },
  {
    id: "squeezed",
    words: "axes of length one are missing from the answer's shape",
    holds: (mine, right) =>
      mine.kind === right.kind &&
      mine.shape.length < right.shape.length &&
      mine.shape.join() === right.shape.filter((size) => size !== 1).join(),
  },
  {
    id: "extra-axis",
    words: "the answer's shape has an axis of length one too many",
    holds: (mine, right) =>
      mine.kind === right.kind &&
      mine.shape.length > right.shape.length &&
      mine.shape.filter((size) => size !== 1).join() === right.shape.filter((size) => size !== 1).join(),
  },
  {
    id: "axes-swapped",
    words: "the axes of the answer are in another order",
    holds: (mine, right) =>
      mine.shape.length > 1 &&
      mine.shape.length === right.shape.length &&
      mine.shape.toSorted().join() === right.shape.toSorted().join(),
  },
  { ...LONGER, holds: (mine, right) => isListLike(mine, right) && (mine.shape[0] ?? 0) > (right.shape[0] ?? 0) },
  { ...SHORTER, holds: (mine, right) => isListLike(mine, right) && (mine.shape[0] ?? 0) < (right.shape[0] ?? 0) },
  {
    id: "other-shape",
    words: "the answer has another shape than it should",
    holds: (mine, right) =>
      mine.name === "value" && mine.kind === right.kind && mine.shape.join() !== right.shape.join(),
  },
];

function isListLike(mine: Form, right: Form): boolean {
  return (
    mine.kind === right.kind &&
    mine.shape.length === right.shape.length &&
    mine.shape.slice(1).join() === right.shape.slice(1).join()
  );
}
