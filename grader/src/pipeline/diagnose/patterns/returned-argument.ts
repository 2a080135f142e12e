import { isTensorValue, numbersIn } from "../numbers-in.ts";
import { baseOf } from "./arguments.ts";
import type { Answered } from "./ignored-arguments.ts";
import type { Relation } from "./relations.ts";

/** Fewer numbers may be the same by chance. */
const MIN_NUMBERS = 3;

/** The argument that comes back from all these calls as it is. What answers are displacements of has a relation of its own. */
export function returnedArgument(calls: readonly Answered[]): Relation | undefined {
  const [first] = calls;
  if (first === undefined) return undefined;
  const names = calls.slice(1).reduce((left, call) => {
    const found = returnedBy(call);
    return left.filter((name) => found.includes(name));
  }, returnedBy(first));
  const [name] = names;
  return name === undefined ? undefined : { id: "argument", words: `the argument \`${name}\` comes back as it is` };
}

function returnedBy({ call, args }: Answered): readonly string[] {
  if (call.observation.status !== "returned") return [];
  const numbers = numbersIn(call.observation);
  if (numbers.length < MIN_NUMBERS || numbers.every((number) => number === numbers[0])) return [];
  const base = baseOf(call.functionName, args);
  return Object.entries(args)
    .flatMap(([name, value]) => tensorsIn(name, value))
    .filter(([, tensor]) => tensor !== base && isSameData(tensor.data, numbers))
    .map(([name]) => name);
}

type Named = readonly [name: string, tensor: { readonly data: ArrayLike<number> }];

/** An argument, or the tensors of a record of parameters. */
function tensorsIn(name: string, value: unknown): readonly Named[] {
  if (isTensorValue(value)) return [[name, value]];
  if (name !== "parameters" || typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (isTensorValue(part) ? [[key, part] as const] : []));
}

function isSameData(data: ArrayLike<number>, numbers: readonly number[]): boolean {
  return data.length === numbers.length && numbers.every((number, index) => number === data[index]);
}
