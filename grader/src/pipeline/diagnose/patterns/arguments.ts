import type { RecordedCall } from "../../judge/recorded-calls.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import { isTensorValue } from "../numbers-in.ts";

/** The arguments of a call by name; an object of arguments is taken apart. */
export type NamedArguments = Readonly<Record<string, unknown>>;

const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  hingeLoss: ["margins"],
  logisticLoss: ["margins"],
  accuracy: ["logits", "labels"],
  crossEntropy: ["logits", "labels"],
  logisticRegression: ["parameters", "images"],
  lenet: ["parameters", "images", "dropoutSeed"],
  projectLinf: ["candidate", "images", "epsilon"],
  projectL2: ["candidate", "images", "epsilon"],
  randomStartLinf: ["images", "epsilon", "seed"],
  randomStartL2: ["images", "epsilon", "seed"],
  stepLinf: ["gradient", "alpha"],
  stepL2: ["gradient", "alpha"],
};

/** Names the arguments of a recorded call. */
export function namedArguments({ functionName, args: wrapped }: RecordedCall): NamedArguments {
  const args = wrapped.map(unwrap);
  const names = POSITIONAL[functionName];
  if (names === undefined) return typeof args[0] === "object" && args[0] !== null ? (args[0] as NamedArguments) : {};
  return Object.fromEntries(names.flatMap((name, index) => (args[index] === undefined ? [] : [[name, args[index]]])));
}

/** Tensors that the suites watch, for their state after the call or for a gradient, are wrapped. */
function unwrap(argument: unknown): unknown {
  if (typeof argument !== "object" || argument === null || isTensorValue(argument)) return argument;
  if (ArrayBuffer.isView(argument)) return argument;
  if ("value" in argument && isTensorValue(argument.value)) return argument.value;
  if (Array.isArray(argument)) return argument.map(unwrap);
  return Object.fromEntries(Object.entries(argument).map(([name, part]) => [name, unwrap(part)]));
}

/** A tensor among the arguments. */
export function tensorAt(args: NamedArguments, name: string): TensorValue | undefined {
  const found = args[name];
  return isTensorValue(found) ? found : undefined;
}

/** A number among the arguments. */
export function numberAt(args: NamedArguments, name: string): number | undefined {
  const found = args[name];
  return typeof found === "number" ? found : undefined;
}

/** A described argument, such as a loss. */
export function describedAt(args: NamedArguments, name: string): Readonly<Record<string, unknown>> | undefined {
  const found = args[name];
  return typeof found === "object" && found !== null && "$" in found ? found : undefined;
}

/** The tensor that an answer is a displacement of, if it has that meaning for the function. */
export function baseOf(functionName: string, args: NamedArguments): TensorValue | undefined {
  switch (functionName) {
    case "innerMaximiserL2":
    case "innerMaximiserLinf":
    case "fgsmLinear":
      return tensorAt(args, "x");
    case "fgsm":
    case "pgd":
    case "projectLinf":
    case "projectL2":
    case "randomStartLinf":
    case "randomStartL2":
      return tensorAt(args, "images");
    default:
      return undefined;
  }
}

/** The number of points or images of a call. */
export function batchSizeOf(args: NamedArguments): number | undefined {
  const first = ["x", "images", "gradient", "logits", "margins"].map((name) => tensorAt(args, name)).find(Boolean);
  return first?.shape[0];
}

/** Whether a tensor among the arguments is watched: for its state after the call, or for a gradient. */
export function isWatched(argument: unknown, how: "kept" | "differentiated"): boolean {
  if (typeof argument !== "object" || argument === null || isTensorValue(argument)) return false;
  return ("$" in argument && argument.$ === how) || Object.values(argument).some((part) => isWatched(part, how));
}
