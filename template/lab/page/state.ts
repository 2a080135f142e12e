import type { ModelName } from "../shared/data.ts";
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
} from "../shared/messages.ts";

/** A problem as it is shown. */
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

/** A value or a problem, as they are shown. */
export type Shown<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ShownProblem };

/** What the attack panel shows, and for which settings it was computed. */
export interface ShownAttack {
  readonly model: ModelName;
  readonly kind: AttackKind;
  readonly epsilon: number;
  readonly pixels: Float32Array;
  readonly label: number;
  readonly before: Shown<readonly number[]>;
  readonly attacked: Shown<AttackedDigit>;
  readonly parts: readonly Part[];
}

/** Something long that a background worker computes. */
export interface Job<T> {
  readonly running: boolean;
  /** 0 .. 1 */
  readonly progress: number;
  readonly result: Shown<T> | null;
  /** Whether src/ was edited since. */
  readonly outdated: boolean;
}

/** The curves, as far as they are. */
export interface CurveState extends Job<CurveResult> {
  readonly points: readonly CurvePoint[];
  readonly kind: AttackKind;
  readonly count: number;
}

export interface GalleryState extends Job<GalleryResult> {
  readonly model: ModelName;
  readonly kind: AttackKind;
}

/** The settings of the plane, and what came of them. */
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

export type StartState =
  | { readonly phase: "loading"; readonly label: string; readonly progress: number }
  | { readonly phase: "failed"; readonly message: string }
  | { readonly phase: "ready" };

/** Everything the page shows. */
export interface State {
  readonly folder: string;
  readonly start: StartState;
  /** An edit is being taken in. */
  readonly reloading: boolean;
  /** How many edits were taken in, and the file of the last one. */
  readonly edits: number;
  readonly lastEdit: string | null;
  readonly engine: EngineReport | null;
  readonly functions: readonly FunctionState[];
  readonly data: Setup | null;
  readonly source: "test" | "drawn";
  readonly index: number;
  /** Which class the digits to pick from have. */
  readonly filter: number | null;
  readonly drawn: Float32Array;
  readonly drawnLabel: number | null;
  readonly model: ModelName;
  readonly attack: AttackKind;
  readonly epsilon: { readonly linf: number; readonly l2: number };
  readonly steps: number;
  readonly attacked: ShownAttack | null;
  /** What keeps an answer from coming at all. */
  readonly attackProblem: ShownProblem | null;
  readonly curve: CurveState;
  readonly gallery: GalleryState;
  readonly plane: PlaneState;
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
    engine: null,
    functions: [],
    data: null,
    source: "test",
    index: 0,
    filter: null,
    drawn: new Float32Array(784),
    drawnLabel: null,
    model: "lenet",
    attack: "fgsm",
    epsilon: { linf: 0.2, l2: 2 },
    steps: 10,
    attacked: null,
    attackProblem: null,
    curve: { ...IDLE, points: [], kind: "fgsm", count: 300 },
    gallery: { ...IDLE, model: "lenet", kind: "fgsm" },
    plane: { norm: "l2", loss: "hinge", epsilon: 0.5, angle: 35, length: 1, shown: null },
  };
}

/** Which norm bounds an attack. */
export function normOf(kind: AttackKind): "linf" | "l2" {
  return kind === "pgd-l2" ? "l2" : "linf";
}

/** The digit that is chosen: pixels in [0, 1] and its class, null for a drawn digit that has none yet. */
export function chosenDigit(state: State): { readonly pixels: Float32Array; readonly label: number | null } {
  if (state.source === "drawn" || state.data === null) return { pixels: state.drawn, label: state.drawnLabel };
  return { pixels: digitAt(state.data.digits, state.index), label: state.data.labels[state.index] ?? 0 };
}

/** One test digit, pixels in [0, 1]. */
export function digitAt(digits: Uint8Array, index: number): Float32Array {
  return Float32Array.from(digits.subarray(index * 784, (index + 1) * 784), (value) => value / 255);
}
