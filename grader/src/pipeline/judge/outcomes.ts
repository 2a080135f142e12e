import type { Observation } from "../run/observation.ts";
import type { TensorValue } from "../run/protocol/values.ts";
import { claim, fail, returned } from "./claims.ts";

/* Claims about what a call did besides its result. */

/** Claims that a call ended with an error that the function threw. @param name of the error; any by default */
export function claimThrew(observation: Observation, asked: string, name?: string): void {
  if (observation.status === "returned") fail(`${asked}: no error was thrown`);
  if (observation.status !== "threw") returned(observation, asked);
  else if (name !== undefined) claim(observation.name === name, `${asked}: threw ${observation.name}, not ${name}`);
}

/** Claims that the batches of a call with `kept` are alive after it. @param state what came back for them */
export function claimAlive(state: readonly TensorValue[], asked: string): void {
  claim(
    state.every(({ data }) => data.every((flag: number) => flag === 1)),
    `${asked}: the tensors of a batch were disposed of: they are the caller's, and an attack may return its input`,
  );
}
