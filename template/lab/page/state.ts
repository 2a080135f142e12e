import type { Checkpoint } from "../../experiments/records/checkpoint.ts";
import {
  DEFAULT_EPSILON,
  recipeOf,
  type NetworkName,
  type Recipe,
  type TrainingAttack,
} from "../../experiments/training/recipe.ts";
import type {
  AttackedDigit,
  AttackKind,
  CurvePoint,
  CurveResult,
  EngineReport,
  ExerciseFunction,
  FunctionState,
  GalleryResult,
  Part,
  PlaneRequest,
  Setup,
} from "../shared/worker-messages.ts";
import type { StoreOf } from "./store.ts";

/** A problem, with the place in the student's source. */
export type ShownProblem =
  | { readonly kind: "waiting"; readonly functions: readonly ExerciseFunction[] }
  | {
      readonly kind: "error";
      readonly title: string;
      readonly message: string;
      /** "src/mnist/fgsm.ts:12:7" */
      readonly place: string | null;
      /** The lines around it. */
      readonly frame: string | null;
    };

/** A value, or a problem that explains why there is none. */
export type Shown<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ShownProblem };

/** The content of the attack panel, with the settings it was computed for. */
export interface ShownAttack {
  readonly model: string;
  readonly kind: AttackKind;
  readonly epsilon: number;
  readonly pixels: Float32Array;
  readonly label: number;
  readonly before: Shown<readonly number[]>;
  readonly attacked: Shown<AttackedDigit>;
  readonly parts: readonly Part[];
}

/** A long computation in a background worker. */
interface Job<T> {
  readonly running: boolean;
  /** 0 .. 1 */
  readonly progress: number;
  readonly result: Shown<T> | null;
  /** src/ was edited since. */
  readonly outdated: boolean;
}

/** The curves, with the points measured so far. */
export interface CurveState extends Job<CurveResult> {
  readonly models: readonly string[];
  readonly points: readonly CurvePoint[];
  readonly kind: AttackKind;
  readonly count: number;
}

export interface GalleryState extends Job<GalleryResult> {
  readonly model: string;
  readonly kind: AttackKind;
}

/** The settings of the plane and their result. */
export interface PlaneState {
  readonly norm: PlaneRequest["norm"];
  readonly loss: PlaneRequest["loss"];
  readonly epsilon: number;
  /** The direction of w, in degrees, and its length. */
  readonly angle: number;
  readonly length: number;
  readonly shown: ShownPlane | null;
}

export interface ShownPlane {
  readonly request: PlaneRequest;
  readonly worst: Shown<readonly (readonly [number, number])[]>;
  readonly fgsm: Shown<readonly (readonly [number, number])[]>;
  readonly maxima: Shown<readonly number[]>;
  readonly curves: readonly { readonly name: string; readonly values: Shown<readonly number[]> }[];
}

/** A training in results/, finished or not. */
export interface Result {
  readonly name: string;
  readonly version: string;
  readonly checkpoint: Checkpoint;
}

/** The settings of the training panel. */
export interface TrainingSettings {
  readonly network: NetworkName;
  readonly attack: TrainingAttack["kind"];
  readonly epsilon: number;
  readonly epochs: number;
  /** On a tenth of the digits. */
  readonly isQuick: boolean;
}

export interface TrainingState extends TrainingSettings {
  readonly run: TrainingRun | null;
  /** Why the last training ended early, and its name. */
  readonly problem: { readonly name: string; readonly problem: ShownProblem } | null;
}

/** A training that is running. */
export interface TrainingRun {
  readonly name: string;
  readonly recipe: Recipe;
  /** The digest of src/ that it began with; null until it has begun. */
  readonly code: string | null;
  /** The loss of each step, and the accuracy after each epoch. */
  readonly losses: readonly number[];
  readonly accuracies: readonly (number | null)[];
  /** Finished epochs. */
  readonly epoch: number;
  /** The number of steps before this run, and the time of its start; null until it has begun. */
  readonly before: number;
  readonly startedMs: number | null;
  /** Why the last epoch could not be saved. */
  readonly unsaved: string | null;
}

type StartState =
  | { readonly phase: "loading"; readonly label: string; readonly progress: number }
  | { readonly phase: "failed"; readonly message: string }
  | { readonly phase: "ready" };

export type Store = StoreOf<State>;

/** Everything the page shows. */
export interface State {
  readonly folder: string;
  readonly start: StartState;
  /** The worker is restarting after an edit. */
  readonly reloading: boolean;
  /** The number of edits so far, and the file of the last one. */
  readonly edits: number;
  readonly lastEdit: string | null;
  /** The window is as narrow as a phone. */
  readonly isNarrow: boolean;
  readonly engine: EngineReport | null;
  readonly functions: readonly FunctionState[];
  readonly data: Setup | null;
  readonly source: "test" | "drawn";
  readonly index: number;
  /** Only digits of this class are offered; null offers all. */
  readonly filter: number | null;
  readonly drawn: Float32Array;
  readonly drawnLabel: number | null;
  /** The id of a model. */
  readonly model: string;
  readonly attack: AttackKind;
  readonly epsilon: { readonly linf: number; readonly l2: number };
  readonly steps: number;
  readonly attacked: ShownAttack | null;
  /** Why there is no answer at all, for example because a worker hangs. */
  readonly attackProblem: ShownProblem | null;
  readonly curve: CurveState;
  readonly gallery: GalleryState;
  readonly plane: PlaneState;
  /** The digest of src/. */
  readonly code: string;
  readonly results: readonly Result[];
  readonly training: TrainingState;
}

const IDLE = { running: false, progress: 0, result: null, outdated: false } as const;

/** The page before anything is loaded. */
export function initialState(folder: string): State {
  return {
    folder,
    start: { phase: "loading", label: "Loading the page", progress: 0 },
    reloading: false,
    edits: 0,
    lastEdit: null,
    isNarrow: false,
    engine: null,
    functions: [],
    data: null,
    source: "test",
    // A digit for which LeNet is easy to fool.
    index: 2,
    filter: null,
    drawn: new Float32Array(784),
    drawnLabel: null,
    model: "lenet",
    attack: "fgsm",
    epsilon: { linf: 0.25, l2: 2 },
    steps: 10,
    attacked: null,
    attackProblem: null,
    curve: { ...IDLE, models: [], points: [], kind: "fgsm", count: 300 },
    gallery: { ...IDLE, model: "lenet", kind: "fgsm" },
    plane: { norm: "l2", loss: "hinge", epsilon: 0.5, angle: 35, length: 1.2, shown: null },
    code: "",
    results: [],
    training: {
      network: "lenet",
      attack: "none",
      epsilon: DEFAULT_EPSILON,
      epochs: recipeOf("lenet").epochs,
      isQuick: false,
      run: null,
      problem: null,
    },
  };
}

/** The norm in which an attack is bounded. */
export function normOf(kind: AttackKind): "linf" | "l2" {
  return kind === "pgd-l2" ? "l2" : "linf";
}

/** The chosen digit: pixels in [0, 1] and its class, null for a drawn digit without a label. */
export function chosenDigit(state: State): { readonly pixels: Float32Array; readonly label: number | null } {
  if (state.source === "drawn" || state.data === null) return { pixels: state.drawn, label: state.drawnLabel };
  return { pixels: digitAt(state.data.digits, state.index), label: state.data.labels[state.index] ?? 0 };
}

/** One test digit, pixels in [0, 1]. */
export function digitAt(digits: Uint8Array, index: number): Float32Array {
  return Float32Array.from(digits.subarray(index * 784, (index + 1) * 784), (value) => value / 255);
}
