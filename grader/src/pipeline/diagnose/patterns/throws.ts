import type { Comparison } from "./compare.ts";
import type { Relation } from "./relations.ts";

/*
 * What an error says about the mistake, from its message. The messages are those of tfjs, of V8 and of the given code; a
 * submission can throw the same, but chooses between fixed sentences only.
 */

interface Kind extends Relation {
  readonly message: RegExp;
}

/** The error's message is untrusted: its begin tells. */
const MAX_LENGTH = 500;

/** The relation of answers that all threw errors of one kind; just that they throw, if the kinds differ or are unknown. */
export function throwRelationOf(comparisons: readonly Comparison[], subject: string): Relation {
  const kinds = new Set(comparisons.map(kindOf));
  const [kind] = kinds;
  if (kinds.size > 1 || kind === undefined) return { id: "throws", words: `${subject} throws` };
  return { id: `throws-${kind.id}`, words: `${subject} throws: ${kind.words}` };
}

function kindOf({ call: { observation } }: Comparison): Kind | undefined {
  if (observation.status !== "threw") return undefined;
  const text = `${observation.name}: ${observation.message}`.slice(0, MAX_LENGTH);
  return KINDS.find(({ message }) => message.test(text));
}

/** The first that fits is said. */
const KINDS: readonly Kind[] = [
  {
    id: "disposed",
    words: "a tensor is used after it was disposed of",
    message: /is (already )?disposed|has been disposed|reading '(backend|refCount|tensorInfo)'/i,
  },
  {
    id: "no-way-for-gradient",
    words: "no way leads the gradient from the result back to what it is taken with respect to",
    message: /Cannot compute gradient of y=f\(x\)|Cannot find a connection/,
  },
  {
    id: "no-gradient",
    words: "an operation on the way has no gradient",
    message: /gradient function not found|no gradient/i,
  },
  {
    id: "gradient-of-many",
    words: "a gradient is taken of something that is not a single number",
    message: /(must|should) return a scalar|must be a scalar/i,
  },
  {
    id: "reshape",
    words: "a reshape asks for another number of entries than the tensor has",
    message: /must match the product of shape|implicit (shape|size)/i,
  },
  {
    id: "matrix-product",
    words: "a product of matrices or vectors gets factors whose shapes do not fit together",
    message: /inner (shapes|dimensions)|Error in (dot|matMul)/i,
  },
  {
    id: "axis",
    words: "an operation is asked for an axis that its tensor does not have",
    message: /axis|axes/i,
  },
  {
    id: "shapes",
    words: "an operation gets tensors whose shapes do not fit together",
    message: /broadcast|shapes? .*must (match|be equal)|incompatible shapes|same (shape|size)|must match/i,
  },
  {
    id: "type",
    words: "an operation gets a tensor of a type that it does not take",
    message: /must be (an? )?\w+ tensor, but got|unsupported dtype|Unknown dtype|dtype/i,
  },
  {
    id: "no-tensor",
    words: "an operation gets something that is no tensor, such as a missing argument",
    message: /must be a Tensor|TensorLike/,
  },
  {
    id: "rank",
    words: "an operation gets a tensor with another number of axes than it takes",
    message: /\brank\b|must be \dD|Slicing scalar/i,
  },
  {
    id: "undefined",
    words: "something undefined is used as if it had a value",
    message: /of (undefined|null)|undefined or null|'undefined'|\(undefined\)|got undefined|is undefined/,
  },
  { id: "not-a-function", words: "something is called that is no function", message: /is not a function/ },
  { id: "not-defined", words: "a name is used that is not defined", message: /^ReferenceError/ },
  { id: "not-iterable", words: "something is gone through that is no list", message: /is not iterable/ },
  { id: "endless", words: "a function calls itself without an end", message: /Maximum call stack/ },
  { id: "promise", words: "a promise is used as if it were its value", message: /promise/i },
  { id: "rate", words: "the rate of a dropout is out of its range", message: /rate must be/ },
  { id: "clip", words: "the bounds of a clip are in the wrong order", message: /Error in clip/ },
  {
    id: "range",
    words: "a value is passed on that is out of the range that is allowed for it",
    message: /^RangeError: .* expected /s,
  },
];
