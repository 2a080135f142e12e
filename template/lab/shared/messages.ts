import type { ModelName } from "./data.ts";

/* What the page asks a worker, and what comes back: plain data and typed arrays. */

/** The attacks one can choose. */
export type AttackKind = "fgsm" | "pgd-linf" | "pgd-l2";

/** An attack with its radius. */
export interface AttackSetup {
  readonly kind: AttackKind;
  readonly epsilon: number;
  /** For PGD: how many steps; each is 2.5 epsilon / steps long. */
  readonly steps: number;
}

/** A function of the exercise, and where it is written. */
export interface ExerciseFunction {
  readonly exercise: string;
  readonly name: string;
  /** below src/ */
  readonly file: string;
}

/** Why there is no result. */
export type Problem =
  | { readonly kind: "waiting"; readonly functions: readonly ExerciseFunction[] }
  /** A file that cannot be imported; the server knows more of it. */
  | { readonly kind: "broken-file"; readonly file: string; readonly error: ThrownError }
  | { readonly kind: "error"; readonly error: ThrownError };

/** What was thrown, as far as it can be sent. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** A value, or why there is none. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** How far a function is. */
export type FunctionState = ExerciseFunction & { readonly state: "written" | "stub" | "broken" };

/** Whose function did something: the student's, or the lab's as long as there is none. */
export interface Part {
  readonly what: string;
  readonly whose: "yours" | "the lab's";
  /** Why the lab's. */
  readonly why?: string;
}

/** What a worker starts with. */
export interface Setup {
  readonly engine: EngineChoice;
  readonly digits: Uint8Array;
  readonly labels: Uint8Array;
  readonly weights: Readonly<Record<ModelName, Readonly<Record<string, Float32Array>>>>;
}

export type EngineName = "webgpu" | "webgl" | "wasm";
export type EngineChoice = "auto" | EngineName;

/** What computes, and why not something faster. */
export interface EngineReport {
  readonly name: EngineName;
  readonly why: string;
}

/** What a worker says of itself when it is ready. */
export interface Ready {
  readonly engine: EngineReport;
  readonly functions: readonly FunctionState[];
}

/** One digit under attack. Pixels are [784], probabilities [10]. */
export interface AttackRequest {
  readonly kind: "attack";
  readonly model: ModelName;
  readonly attack: AttackSetup;
  readonly pixels: Float32Array;
  /** The true class; null takes what the model says. */
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

/** Accuracy over epsilon of all models. */
export interface CurveRequest {
  readonly kind: "curve";
  readonly attack: Omit<AttackSetup, "epsilon">;
  readonly epsilons: readonly number[];
  /** How many test digits. */
  readonly count: number;
}

/** Sent while a curve is computed. */
export interface CurveProgress {
  readonly done: number;
  readonly total: number;
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly model: ModelName;
  readonly epsilon: number;
  readonly accuracy: number;
}

export interface CurveResult {
  readonly curves: readonly { readonly model: ModelName; readonly accuracies: readonly number[] }[];
  readonly parts: readonly Part[];
}

/** Some digits at each epsilon. */
export interface GalleryRequest {
  readonly kind: "gallery";
  readonly model: ModelName;
  readonly attack: Omit<AttackSetup, "epsilon">;
  readonly epsilons: readonly number[];
  readonly rows: number;
}

export interface GalleryResult {
  readonly rows: readonly { readonly label: number; readonly cells: readonly GalleryCell[] }[];
}

export interface GalleryCell {
  readonly epsilon: number;
  readonly pixels: Float32Array;
  readonly prediction: number;
}

/** A linear model on points of the plane. */
export interface PlaneRequest {
  readonly kind: "plane";
  readonly w: readonly [number, number];
  readonly points: readonly (readonly [number, number])[];
  readonly labels: readonly number[];
  readonly norm: "l2" | "linf";
  readonly loss: "hinge" | "logistic";
  readonly epsilon: number;
  /** Where the curves are computed. */
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

/** Results by the kind of request. */
export interface Results {
  readonly attack: AttackResult;
  readonly curve: Outcome<CurveResult>;
  readonly gallery: Outcome<GalleryResult>;
  readonly plane: PlaneResult;
}

export type Request = AttackRequest | CurveRequest | GalleryRequest | PlaneRequest;
export type ResultOf<R extends Request> = Results[R["kind"]];

export type ToWorker =
  | { readonly type: "setup"; readonly setup: Setup }
  | { readonly type: "request"; readonly id: number; readonly request: Request };

export type FromWorker =
  | { readonly type: "ready"; readonly ready: Ready }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "progress"; readonly id: number; readonly progress: CurveProgress }
  | { readonly type: "result"; readonly id: number; readonly result: Results[keyof Results] }
  /** Ours, not the student's. */
  | { readonly type: "fault"; readonly id: number; readonly message: string };
