import { describe, expect, test } from "vitest";
import { crashed, type EndObservation } from "./observation.ts";
import { next, type SessionEvent, type SessionRequest, type SessionState } from "./session-state.ts";

const request: SessionRequest = {
  id: "id-1",
  number: 1,
  call: { source: "src/linear/l2.ts", file: "linear/l2.mjs", functionName: "innerMaximumL2", sources: [], args: [] },
  timeLimit: { ms: 1000, limit: "time" },
  frame: new Uint8Array(),
};
const engine = { name: "wasm", device: "cpu" };
const reason: EndObservation = { status: "stopped", limit: "memory", message: "stopped: it used too much" };
const returned = { status: "returned", value: 1, state: [] } as const;

const ready: SessionEvent = { kind: "ready", engine };
const fault: SessionEvent = { kind: "fault", message: "no engine" };
const begun = { kind: "begun", id: "id-1" } as const;
const reply = { kind: "reply", id: "id-1", calls: 1, outcome: returned } as const;
const end: SessionEvent = { kind: "end", reason };
const call: SessionEvent = { kind: "request", request };

const starting: SessionState = { name: "starting" };
const waiting: SessionState = { name: "waiting", request };
const idle: SessionState = { name: "idle" };
const calling: SessionState = { name: "calling", request, begun: false };
const ended: SessionState = { name: "ended", reason };
const failed: SessionState = { name: "failed", reason };

/** The final state, and the effects of all events. */
const run = (state: SessionState, ...events: readonly SessionEvent[]) => {
  const steps = [];
  for (const event of events) {
    const step = next(state, event);
    state = step.state;
    steps.push(...step.effects);
  }
  return { state, effects: steps };
};

describe("the start", () => {
  test("a child that is ready reports its engine and is idle", () => {
    expect(run(starting, ready)).toEqual({ state: idle, effects: [{ kind: "report-engine", engine }] });
  });

  test("a call made before the child is ready is sent when it is", () => {
    expect(run(starting, call)).toEqual({ state: waiting, effects: [] });
    const effects = [
      { kind: "report-engine", engine },
      { kind: "send", request },
    ];
    expect(run(waiting, ready)).toEqual({ state: calling, effects });
  });

  test.each([
    ["a fault", fault, crashed("no engine")],
    ["a message out of turn", begun, crashed('it sent "begun"')],
    ["a reply out of turn", reply, crashed('it sent "reply"')],
    ["an end", end, reason],
  ])("%s before the child is ready fails the session and refuses the call", (_, event, why) => {
    const state = { name: "failed", reason: why };
    expect(run(starting, event)).toEqual({ state, effects: [{ kind: "kill" }] });
    expect(run(waiting, event)).toEqual({ state, effects: [{ kind: "refuse", reason: why }, { kind: "kill" }] });
  });

  test("a failed session refuses each call and ignores everything else", () => {
    expect(run(failed, call)).toEqual({ state: failed, effects: [{ kind: "refuse", reason }] });
    expect(run(failed, ready, fault, begun, reply, end)).toEqual({ state: failed, effects: [] });
  });
});

describe("a call", () => {
  test("is sent, begun and answered, and another one can follow", () => {
    const answer = { observation: returned, begun: true };
    const effects = [
      { kind: "send", request },
      { kind: "answer", answer },
      { kind: "send", request },
    ];
    expect(run(idle, call, begun, reply, call)).toEqual({ state: calling, effects });
  });

  test("is answered with the end of the child, and whether it had begun", () => {
    for (const hasBegun of [false, true]) {
      const effects = [{ kind: "answer", answer: { observation: reason, begun: hasBegun } }, { kind: "kill" }];
      expect(run({ ...calling, begun: hasBegun }, end)).toEqual({ state: ended, effects });
    }
  });

  test("is not answered by any other message", () => {
    const stray = (kind: string) => ({ kind: "note-stray", note: `sent a message "${kind}" that nobody asked for` });
    const others: readonly SessionEvent[] = [{ ...begun, id: "id-2" }, { ...reply, id: "id-2" }, ready, fault];
    const effects = [stray("begun"), stray("reply"), stray("ready"), stray("fault")];
    expect(run(calling, ...others)).toEqual({ state: calling, effects });
    expect(run(calling, begun, begun).effects).toEqual([stray("begun")]);
    expect(run(idle, reply)).toEqual({ state: idle, effects: [stray("reply")] });
    expect(run(ended, reply)).toEqual({ state: ended, effects: [stray("reply")] });
  });

  test("is noted if the child has read more calls than were sent, and answered", () => {
    const note = { kind: "note-stray", note: "called its functions in the grader's name" };
    const answer = { kind: "answer", answer: { observation: returned, begun: true } };
    expect(run({ ...calling, begun: true }, { ...reply, calls: 2 })).toEqual({ state: idle, effects: [note, answer] });
  });

  test("cannot be made while another one is under way", () => {
    expect(() => next(calling, call)).toThrow(/one call at a time/);
    expect(() => next(waiting, call)).toThrow(/one call at a time/);
  });
});

describe("the end", () => {
  test("kills an idle child, and its first reason answers every later call", () => {
    expect(run(idle, end)).toEqual({ state: ended, effects: [{ kind: "kill" }] });
    const second: SessionEvent = { kind: "end", reason: crashed("the process ended with signal SIGKILL") };
    const effects = [{ kind: "answer", answer: { observation: reason, begun: false } }];
    expect(run(ended, second, call)).toEqual({ state: ended, effects });
  });
});
