import { explainOutcome } from "./explain.ts";
import { crashed, type EndObservation, type Observation } from "./observation.ts";
import type { ChildMessage, EngineReport } from "./protocol/call-messages.ts";
import type { LimitName } from "./run-limits.ts";

/*
 * The life of a sandboxed child as a state machine: states, events and one transition table, without side effects.
 * child-session.ts feeds it the events and carries out the effects.
 */

/** A call on a function of the submission. */
export interface Call {
  /** The student's file: "src/mnist/fgsm.ts". */
  readonly source: string;
  /** Its bundle, relative to the submission's folder. */
  readonly file: string;
  /** The student's files in the bundle. */
  readonly sources: readonly string[];
  readonly functionName: string;
  readonly args: readonly unknown[];
}

/** The time a call may take, and the limit that sets it. */
export interface TimeLimit {
  readonly ms: number;
  readonly limit: LimitName;
}

/** A call as it is sent to the child. */
export interface SessionRequest {
  readonly id: string;
  /** 1 for the session's first call. */
  readonly number: number;
  readonly call: Call;
  readonly timeLimit: TimeLimit;
  readonly frame: Uint8Array;
}

/** The result of a call. */
export interface Answer {
  readonly observation: Observation;
  /** True if the child had begun the call; otherwise something earlier kept it busy. */
  readonly begun: boolean;
}

export type SessionState =
  /** The child has not run any code of the submission yet, and no call waits for it. */
  | { readonly name: "starting" }
  /** As above, with a call to send once the child is ready. */
  | { readonly name: "waiting"; readonly request: SessionRequest }
  | { readonly name: "idle" }
  | { readonly name: "calling"; readonly request: SessionRequest; readonly begun: boolean }
  /** The child ended before it was ready, which is a grader fault. */
  | { readonly name: "failed"; readonly reason: EndObservation }
  /** The child ended after it was ready. */
  | { readonly name: "ended"; readonly reason: EndObservation };

/** A message of the child, a call by the parent, or the end: an exit, a limit, a lost stream, a close. */
export type SessionEvent =
  | ChildMessage
  | { readonly kind: "request"; readonly request: SessionRequest }
  | { readonly kind: "end"; readonly reason: EndObservation };

export type SessionEffect =
  | { readonly kind: "report-engine"; readonly engine: EngineReport }
  | { readonly kind: "send"; readonly request: SessionRequest }
  | { readonly kind: "answer"; readonly answer: Answer }
  /** The call cannot be made, because the child never became ready. */
  | { readonly kind: "refuse"; readonly reason: EndObservation }
  | { readonly kind: "note-stray"; readonly note: string }
  | { readonly kind: "kill" };

/** A state, and the effects of entering it, in order. */
export interface SessionStep {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

/** The step that an event leads to. @throws Error for a second call before the first is answered */
export function next(state: SessionState, event: SessionEvent): SessionStep {
  const transition = TRANSITIONS[state.name][event.kind] as (state: SessionState, event: SessionEvent) => SessionStep;
  return transition(state, event);
}

type StateNamed<N> = Extract<SessionState, { readonly name: N }>;
type Unready = StateNamed<"starting" | "waiting">;
type EventOf<K> = Extract<SessionEvent, { readonly kind: K }>;
type Transitions = {
  readonly [N in SessionState["name"]]: {
    readonly [K in SessionEvent["kind"]]: (state: StateNamed<N>, event: EventOf<K>) => SessionStep;
  };
};

/** The child has read more calls than were sent: only code in its own process can make one. */
const FORGED = { kind: "note-stray", note: "called its functions in the grader's name" } as const;
const KILL = { kind: "kill" } as const;

const AT_START = { fault: faultAtStart, begun: earlyMessage, reply: earlyMessage, end: endAtStart };

// The first reason for an end counts: a child killed for its memory also exits.
const TRANSITIONS: Transitions = {
  starting: { request: wait, ready: becomeIdle, ...AT_START },
  waiting: { request: throwBusy, ready: sendWaiting, ...AT_START },
  idle: { request: send, ready: stray, fault: stray, begun: stray, reply: stray, end: finish },
  calling: { request: throwBusy, ready: stray, fault: stray, begun: begin, reply: answer, end: finishCall },
  failed: { request: refuse, ready: stay, fault: stay, begun: stay, reply: stay, end: stay },
  ended: { request: answerEnded, ready: stray, fault: stray, begun: stray, reply: stray, end: stay },
};

function wait(_: SessionState, { request }: EventOf<"request">): SessionStep {
  return enter({ name: "waiting", request });
}

function becomeIdle(_: SessionState, { engine }: EventOf<"ready">): SessionStep {
  return enter({ name: "idle" }, { kind: "report-engine", engine });
}

function sendWaiting({ request }: StateNamed<"waiting">, { engine }: EventOf<"ready">): SessionStep {
  const state = { name: "calling", request, begun: false } as const;
  return enter(state, { kind: "report-engine", engine }, { kind: "send", request });
}

function send(_: SessionState, { request }: EventOf<"request">): SessionStep {
  return enter({ name: "calling", request, begun: false }, { kind: "send", request });
}

function begin(state: StateNamed<"calling">, message: EventOf<"begun">): SessionStep {
  if (message.id !== state.request.id || state.begun) return stray(state, message);
  return enter({ ...state, begun: true });
}

function answer(state: StateNamed<"calling">, message: EventOf<"reply">): SessionStep {
  const { request, begun } = state;
  if (message.id !== request.id) return stray(state, message);
  const observation = explainOutcome(message.outcome, request.call);
  const effect: SessionEffect = { kind: "answer", answer: { observation, begun } };
  return message.calls === request.number ? enter({ name: "idle" }, effect) : enter({ name: "idle" }, FORGED, effect);
}

/** Once it is ready, the child runs code of the submission and may send only the requested replies. */
function stray(state: SessionState, { kind }: ChildMessage): SessionStep {
  return enter(state, { kind: "note-stray", note: `sent a message "${kind}" that nobody asked for` });
}

function faultAtStart(state: Unready, { message }: EventOf<"fault">): SessionStep {
  return endAtStart(state, { reason: crashed(message) });
}

function earlyMessage(state: Unready, { kind }: ChildMessage): SessionStep {
  return endAtStart(state, { reason: crashed(`it sent "${kind}"`) });
}

function endAtStart({ name }: Unready, { reason }: Pick<EventOf<"end">, "reason">): SessionStep {
  const state = { name: "failed", reason } as const;
  return name === "starting" ? enter(state, KILL) : enter(state, { kind: "refuse", reason }, KILL);
}

function finish(_: SessionState, { reason }: EventOf<"end">): SessionStep {
  return enter({ name: "ended", reason }, KILL);
}

function finishCall({ begun }: StateNamed<"calling">, { reason }: EventOf<"end">): SessionStep {
  return enter({ name: "ended", reason }, { kind: "answer", answer: { observation: reason, begun } }, KILL);
}

function answerEnded(state: StateNamed<"ended">): SessionStep {
  return enter(state, { kind: "answer", answer: { observation: state.reason, begun: false } });
}

function refuse(state: StateNamed<"failed">): SessionStep {
  return enter(state, { kind: "refuse", reason: state.reason });
}

function throwBusy({ name }: SessionState): never {
  throw new Error(`a session makes one call at a time, and this one is ${name}`);
}

function stay(state: SessionState): SessionStep {
  return enter(state);
}

function enter(state: SessionState, ...effects: readonly SessionEffect[]): SessionStep {
  return { state, effects };
}
