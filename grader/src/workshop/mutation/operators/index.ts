import type { Operator } from "../mutant.ts";
import { CALL_OPERATORS } from "./calls.ts";
import { CONTROL_OPERATORS } from "./control.ts";
import { NUMBER_OPERATORS } from "./numbers.ts";
import { STATE_OPERATORS } from "./state.ts";
import { VALUE_OPERATORS } from "./values.ts";

/** All operators, in the order in which they are tried: of two that make the same mutant, the first is named. */
export const OPERATORS: readonly Operator[] = [
  ...NUMBER_OPERATORS,
  ...CONTROL_OPERATORS,
  ...STATE_OPERATORS,
  ...CALL_OPERATORS,
  ...VALUE_OPERATORS,
];
