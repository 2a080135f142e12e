import type { TrainingState } from "../../experiments/training/state.ts";
import type { Recipe } from "../../experiments/training/recipe.ts";
import type { EngineName, Model } from "./data.ts";

/* The messages between the page and its workers: plain data and typed arrays. */

export type AttackKind = "fgsm" | "pgd-linf" | "pgd-l2";

/** An attack with its radius. */
export interface AttackSetup {
  readonly kind: AttackKind;
  readonly epsilon: number;
  /** The number of steps of PGD. */
  readonly steps: number;
}

/** A function to write, and its exercise. */
export interface ExerciseFunction {
  readonly exercise: string;
  readonly name: string;
  /** below src/ */
  readonly file: string;
}

/** Why there is no result. */
export type Problem =
  | { readonly kind: "waiting"; readonly functions: readonly ExerciseFunction[] }
  /** A file that cannot be imported. The server knows the compiler's message. */
  | { readonly kind: "broken-file"; readonly file: string; readonly error: ThrownError }
  | { readonly kind: "error"; readonly error: ThrownError };

/** An error as plain data. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** A value, or the reason why there is none. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export type FunctionState = ExerciseFunction & { readonly state: "written" | "stub" | "broken" };

/** The origin of a function: the student's code, or the page if the student's does not work yet. */
export interface Part {
  readonly what: string;
  readonly whose: "yours" | "the lab's";
  /** Why the student's function was not used. */
  readonly why?: string;
}

/** The data that a worker starts with. */
export interface Setup {
  readonly engine: EngineChoice;
  /** The choice of an earlier worker, so that later ones need not test the engines again. */
  readonly decided: EngineReport | null;
  readonly digits: Uint8Array;
  readonly labels: Uint8Array;
  readonly models: readonly Model[];
}

export type EngineChoice = "auto" | EngineName;

/** The engine, and why it was chosen. */
export interface EngineReport {
  readonly name: EngineName;
  readonly why: string;
}

export interface Ready {
  readonly engine: EngineReport;
  readonly functions: readonly FunctionState[];
}

/** Attack one digit. Pixels are [784], probabilities [10]. */
export interface AttackRequest {
  readonly kind: "attack";
  readonly model: string;
  readonly attack: AttackSetup;
  readonly pixels: Float32Array;
  /** The true class; null uses the model's prediction. */
  readonly label: number | null;
}

export interface AttackResult {
  readonly label: number;
  readonly before: Outcome<readonly number[]>;
  readonly attacked: Outcome<AttackedDigit>;
  readonly parts: readonly Part[];
}

export interface AttackedDigit {
  readonly pixels: Float32Array;
  readonly probabilities: readonly number[];
  /** PGD: the start, then each iterate. */
  readonly iterates: readonly Iterate[];
}

export interface Iterate {
  readonly pixels: Float32Array;
  readonly probabilities: readonly number[];
}

/** Measure accuracy over epsilon. */
export interface CurveRequest {
  readonly kind: "curve";
  readonly models: readonly string[];
  readonly attack: Omit<AttackSetup, "epsilon">;
  readonly epsilons: readonly number[];
  /** The number of test digits. */
  readonly count: number;
}

/** Sent while a curve is computed. */
export interface CurveProgress {
  readonly done: number;
  readonly total: number;
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly model: string;
  readonly epsilon: number;
  readonly accuracy: number;
}

export interface CurveResult {
  readonly curves: readonly { readonly model: string; readonly accuracies: readonly number[] }[];
  readonly parts: readonly Part[];
}

/** Find adversarial digits and show them at each epsilon. */
export interface GalleryRequest {
  readonly kind: "gallery";
  readonly model: string;
  readonly attack: Omit<AttackSetup, "epsilon">;
  readonly epsilons: readonly number[];
  readonly rows: number;
}

export interface GalleryResult {
  readonly rows: readonly { readonly label: number; readonly cells: readonly GalleryCell[] }[];
  readonly parts: readonly Part[];
}

export interface GalleryCell {
  readonly epsilon: number;
  readonly pixels: Float32Array;
  readonly prediction: number;
}

/** Attack points of the plane under a linear model. */
export interface PlaneRequest {
  readonly kind: "plane";
  readonly w: readonly [number, number];
  readonly points: readonly (readonly [number, number])[];
  readonly labels: readonly number[];
  readonly norm: "l2" | "linf";
  readonly loss: "hinge" | "logistic";
  readonly epsilon: number;
  /** The radii at which the curves are computed. */
  readonly epsilons: readonly number[];
}

export interface PlaneResult {
  readonly worst: Outcome<readonly (readonly [number, number])[]>;
  readonly fgsm: Outcome<readonly (readonly [number, number])[]>;
  readonly maxima: Outcome<readonly number[]>;
  readonly curves: readonly PlaneCurve[];
}

/** One quantity over epsilon. */
export interface PlaneCurve {
  readonly name: string;
  readonly values: Outcome<readonly number[]>;
}

/** The result for each kind of request. */
export interface Results {
  readonly attack: AttackResult;
  readonly curve: Outcome<CurveResult>;
  readonly gallery: Outcome<GalleryResult>;
  readonly plane: PlaneResult;
}

export type Request = AttackRequest | CurveRequest | GalleryRequest | PlaneRequest;
export type ResultOf<R extends Request> = Results[R["kind"]];

export type ToWorker =
  /** Starts the engine ahead of the setup. */
  | ({ readonly type: "engine" } & Pick<Setup, "engine" | "decided">)
  | { readonly type: "setup"; readonly setup: Setup }
  /** Replaces the models. */
  | { readonly type: "models"; readonly models: readonly Model[] }
  | { readonly type: "request"; readonly id: number; readonly request: Request };

export type FromWorker =
  | { readonly type: "ready"; readonly ready: Ready }
  | { readonly type: "failed"; readonly message: string }
  /** One of the student's functions is running. */
  | { readonly type: "calls"; readonly called: ExerciseFunction }
  | { readonly type: "progress"; readonly id: number; readonly progress: CurveProgress }
  | { readonly type: "result"; readonly id: number; readonly result: Results[keyof Results] }
  /** A bug in the page, not in the student's code. */
  | { readonly type: "fault"; readonly id: number; readonly message: string };

/** Labelled images as bytes, as in the fixtures' Dataset. */
interface Images {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** A training to begin, or to go on with. */
export interface TrainingJob {
  readonly recipe: Recipe;
  /** Null for a new one. */
  readonly state: TrainingState | null;
  readonly dataset: Images;
  readonly test: Images;
}

export interface TrainerSetup {
  readonly engine: "wasm" | "webgpu";
  /** Of the engine "wasm". */
  readonly threads: number;
}

export type ToTrainer =
  (TrainerSetup & { readonly type: "setup" }) | { readonly type: "train"; readonly job: TrainingJob };

export type FromTrainer =
  | { readonly type: "ready" }
  | { readonly type: "steps"; readonly losses: readonly number[] }
  | { readonly type: "epoch"; readonly state: TrainingState; readonly seconds: number }
  | { readonly type: "done" }
  | { readonly type: "problem"; readonly problem: Problem }
  /** A bug in the page, not in the student's code. */
  | { readonly type: "failed"; readonly message: string };
