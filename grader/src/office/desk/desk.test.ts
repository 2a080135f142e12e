import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderMistakes } from "../../shared/mistakes.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { parseMarks } from "../marks/parse-marks.ts";
import { openDesk } from "./open-desk.ts";
import { inShare } from "./order.ts";
import type { AnswerState, DeskSubmission } from "./protocol.ts";
import { onDesk, setW1 } from "./testing/on-desk.ts";

/* A real server on real files. */

const COUNT = 24;
const FULL = { bound: 1, attained: 1, "zero-weights": 1, property: 1 };

async function fileIn(folder: string, name = "marks.yaml") {
  const parsed = parseMarks(await readFile(join(folder, name), "utf8"), name, WRITTEN_QUESTIONS);
  expect(renderMistakes(parsed.mistakes)).toBe("");
  return new Map(parsed.submissions.map((each) => [each.name, each]));
}

const w1Of = (submission: Partial<DeskSubmission> | undefined): AnswerState | undefined => submission?.answers?.["W1"];

async function listenTo(address: string) {
  const events = await fetch(`${address}api/events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  return {
    until: async (expected: RegExp): Promise<void> => {
      while (!expected.test(heard)) heard += (await reader.read()).value ?? "";
    },
  };
}

test("the desk shows pseudonyms, never a name, in an order that differs by question and is stable", async () => {
  await onDesk({ count: COUNT }, async ({ desk, made, folder }) => {
    const shown = await desk();
    const text = JSON.stringify(shown);
    for (const { folder: own, name } of made) expect([text.includes(own), text.includes(name)]).toEqual([false, false]);
    expect(new Set(shown.submissions.map(({ pseudonym }) => pseudonym)).size).toBe(COUNT);
    for (const { pseudonym } of shown.submissions) expect(pseudonym).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d\d$/);
    const { W1 = [], W2 = [] } = shown.order;
    expect(W1).not.toEqual(W2);
    expect([...W1].sort()).toEqual([...W2].sort());
    const again = await openDesk({ results: folder }, new AbortController().signal);
    expect(again.order.get("W1")).toEqual(W1);
    expect([...again.members.values()].map((each) => each.pseudonym)).toEqual(
      shown.submissions.map((each) => each.pseudonym),
    );
    expect(shown.questions[0]).toMatchObject({ id: "W1", maxPoints: 4 });
    expect(shown.questions[0]?.modelAnswer).toContain("Cauchy-Schwarz");
    expect(shown.questions[0]?.text).toContain("Which property of");
    expect(shown.questions[0]?.text).not.toContain("Your answer");
  });
});

test("empty answers, copies and edited copies stand together; what is in a PDF is neither empty nor compared", async () => {
  await onDesk({ count: COUNT }, async ({ desk, made, keyOf }) => {
    const byKey = new Map((await desk()).submissions.map((each) => [each.key, each]));
    const groupOf = (folder: string) => w1Of(byKey.get(keyOf(folder)))?.group;
    for (const { kind, folder, of = "", answers } of made) {
      const state = w1Of(byKey.get(keyOf(folder)));
      const isDocument = kind === "pdf" || kind === "docx";
      expect([folder, state?.isEmpty]).toEqual([folder, answers["W1"] === "" && !isDocument]);
      if (answers["W1"] === "") expect([folder, state?.group]).toEqual([folder, isDocument ? null : "empty"]);
      else if (of !== "") expect([folder, state?.group]).toEqual([folder, groupOf(of)]);
    }
    const plain = made.filter((each) => each.kind === "plain" && each.answers["W1"] !== "");
    const originals = new Set(made.flatMap(({ of }) => of ?? []));
    const alone = plain.filter(({ folder }) => !originals.has(folder));
    expect(alone.map(({ folder }) => groupOf(folder))).toEqual(alone.map(() => null));
    const whole = made.find(({ kind }) => kind === "whole");
    expect(byKey.get(keyOf(whole?.folder ?? ""))?.answers["W2"]).toMatchObject({ isWhole: true, isEmpty: false });
  });
});

test("marks of a group are one change, are taken back, and one is taken out of its group", async () => {
  await onDesk({ count: COUNT }, async ({ made, post, folder, seen }) => {
    const [first, second] = [made[0]?.folder ?? "", made[1]?.folder ?? ""];
    const entries = [first, second].map((each) => ({ ...seen(each), patch: { points: FULL, comment: "Good." } }));
    const saved = await post("marks", { question: "W1", entries });
    expect(saved.status).toBe(200);
    expect(saved.body.submissions.map((each) => w1Of(each)?.marks?.points)).toEqual([FULL, FULL]);
    await post("submission", { ...seen(first), alone: { question: "W1", isAlone: true } });
    expect((await fileIn(folder)).get(first)?.questions.get("W1")?.value).toMatchObject({
      alone: true,
      comment: "Good.",
    });
    const points = { bound: null, attained: null, "zero-weights": null, property: null };
    const undone = await post("marks", setW1(seen(first), { points, comment: "" }));
    expect(w1Of(undone.body.submissions[0])?.marks).toMatchObject({ points, comment: "" });
    const after = await fileIn(folder);
    expect(after.get(first)?.questions.get("W1")?.value).toMatchObject({ alone: true });
    expect(after.get(second)?.questions.get("W1")?.value.comment).toBe("Good.");
  });
});

test("a change leaves what it does not name as it is in the file, also what was written by hand just before", async () => {
  await onDesk({ count: 3 }, async ({ made, post, folder, seen }) => {
    const own = made[0]?.folder ?? "";
    await post("marks", setW1(seen(own), { points: FULL, comment: "Good." }));
    const file = join(folder, "marks.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("property: 1", "property: 0.5"));
    const { body } = await post("marks", setW1(seen(own), { points: { bound: 0 }, secondOpinion: true }));
    expect(w1Of(body.submissions[0])?.marks).toEqual({
      points: { ...FULL, bound: 0, property: 0.5 },
      comment: "Good.",
      secondOpinion: true,
      final: false,
    });
  });
});

test("a paragraph that is changed changes in all comments on the question, and nowhere else", async () => {
  await onDesk({ count: 6 }, async ({ made, keyOf, post, folder, seen }) => {
    const [a = "", b = "", c = ""] = made.map((each) => each.folder);
    await post("marks", setW1(seen(a), { comment: "Which norm?\n\nGood." }));
    await post("marks", setW1(seen(b), { points: { bound: 0.5 }, comment: "Which norm?" }));
    await post("marks", setW1(seen(c), { comment: "Which norm? Both." }));
    const other = { question: "W2", entries: [{ ...seen(a), patch: { comment: "Which norm?" } }] };
    await post("marks", other);
    const { body } = await post("comment", { question: "W1", from: "Which norm?", to: "Why $\\lVert w \\rVert_2$?" });
    expect(body.submissions.map(({ key }) => key).sort()).toEqual([keyOf(a), keyOf(b)].sort());
    const after = await fileIn(folder);
    const commentOf = (name: string, id: string) => after.get(name)?.questions.get(id)?.value.comment;
    expect(commentOf(a, "W1")).toBe("Why $\\lVert w \\rVert_2$?\n\nGood.");
    expect(commentOf(b, "W1")).toBe("Why $\\lVert w \\rVert_2$?");
    expect([commentOf(c, "W1"), commentOf(a, "W2")]).toEqual(["Which norm? Both.", "Which norm?"]);
  });
});

test("a name that was asked for is shown, and the file says so; the overall comment and the adjustment are kept", async () => {
  await onDesk({ count: 3 }, async ({ made, post, folder, seen }) => {
    const { folder: own = "", name = "" } = made[0] ?? {};
    const body = { ...seen(own), reveal: true, comment: "Fine.", adjustment: { points: -0.5, reason: "On paper" } };
    const saved = await post("submission", body);
    expect(saved.body.submissions[0]).toMatchObject({
      revealed: `${name} (${own})`,
      comment: "Fine.",
      adjustment: body.adjustment,
    });
    expect((await fileIn(folder)).get(own)).toMatchObject({ named: true, comment: "Fine." });
    const refused = await post("submission", { ...seen(own), adjustment: { points: 1, reason: " " } });
    expect([refused.status, refused.body.problem]).toEqual([
      400,
      "an adjustment needs a reason, which the student reads",
    ]);
    const removed = await post("submission", { ...seen(own), adjustment: null, comment: "" });
    expect(removed.body.submissions[0]).toMatchObject({ adjustment: null, comment: "" });
  });
});

test("another marker's file is shown beside the own one, and read again when it changes", async () => {
  await onDesk(
    { count: 3, options: { marker: "Ada L." } },
    async ({ made, keyOf, post, desk, folder, address, seen }) => {
      const own = made[0]?.folder ?? "";
      await post("marks", setW1(seen(own), { points: FULL }));
      expect((await fileIn(folder, "marks-ada-l.yaml")).get(own)?.questions.get("W1")?.value.marker).toBe("Ada L.");
      const heard = await listenTo(address);
      await writeFile(join(folder, "marks-bob.yaml"), `marker: Bob\nsubmissions: {${own}: {W1: none}}\n`);
      await heard.until(/event: changed/);
      const state = w1Of((await desk()).submissions.find(({ key }) => key === keyOf(own)));
      expect(state?.others).toMatchObject([{ marker: "Bob", marks: { points: { bound: 0, attained: 0 } } }]);
      expect(state?.marks?.points).toEqual(FULL);
      await rm(join(folder, "marks-bob.yaml"));
    },
  );
});

test("another marker's marks for an earlier submission are no difference", async () => {
  await onDesk({ count: 3 }, async ({ made, keyOf, desk, folder, address }) => {
    const [old = "", current = ""] = made.map((each) => each.folder);
    const { submission } = JSON.parse(await readFile(join(folder, current, "result.json"), "utf8")) as Result;
    const heard = await listenTo(address);
    await writeFile(
      join(folder, "marks-bob.yaml"),
      `marker: Bob\nsubmissions:\n  ${old}: {sha256: "123456789abc", W1: none}\n  ${current}: {sha256: "${submission.sha256?.slice(0, 12) ?? ""}", W1: none}\n`,
    );
    await heard.until(/event: changed/);
    const { submissions } = await desk();
    const othersOf = (name: string) => w1Of(submissions.find(({ key }) => key === keyOf(name)))?.others;
    expect(othersOf(old)).toEqual([]);
    expect(othersOf(current)).toMatchObject([{ marker: "Bob" }]);
  });
});

test("while the file has a mistake by hand, nothing is saved and the sentence says where it is", async () => {
  await onDesk({ count: 3 }, async ({ made, post, folder, desk, address, seen }) => {
    const [a = "", b = ""] = made.map((each) => each.folder);
    await post("marks", setW1(seen(a), { points: FULL }));
    const heard = await listenTo(address);
    const file = join(folder, "marks.yaml");
    const good = await readFile(file, "utf8");
    await writeFile(file, good.replace("bound: 1", "bound: lots"));
    // The request that notices the mistake must not keep it from the other pages.
    expect((await desk()).broken).toMatch(/^correct these mistakes.*\n.*bound: got the text "lots"/);
    await heard.until(/event: changed/);
    const refused = await post("marks", setW1(seen(b), { points: FULL }));
    expect(refused.status).toBe(409);
    expect(refused.body.problem).toMatch(/correct these mistakes.*\n.*marks\.yaml:\d+:\d+: bound: got the text "lots"/);
    await writeFile(file, good.replace("bound: 1", "bound: 0.5"));
    await heard.until(/event: changed[^]*event: changed/);
    expect((await post("marks", setW1(seen(b), { points: FULL }))).status).toBe(200);
    expect((await desk()).broken).toBeNull();
    const after = await fileIn(folder);
    expect(after.get(a)?.questions.get("W1")?.value.points.get("bound")).toBe(0.5);
    expect(after.get(b)?.questions.get("W1")?.value.points.get("bound")).toBe(1);
  });
});

test("a desk that was left open notices that a student handed in again, and takes no mark for the old answers", async () => {
  await onDesk({ count: 3 }, async ({ made, keyOf, post, folder, desk, address, seen }) => {
    const own = made[0]?.folder ?? "";
    await post("marks", setW1(seen(own), { points: FULL }));
    const heard = await listenTo(address);
    const file = join(folder, own, "result.json");
    const result = JSON.parse(await readFile(file, "utf8")) as Result;
    const written = result.written.map((each) => (each.id === "W1" ? { ...each, answer: "A *new* proof." } : each));
    const submission = { ...result.submission, sha256: "e".repeat(64) };
    await writeFile(file, JSON.stringify({ ...result, submission, written }));
    // Another request has read the new result already.
    expect(await (await fetch(`${address}api/answers/${keyOf(own)}`)).text()).toContain("A <em>new</em> proof.");
    const refused = await post("marks", setW1(seen(own), { points: { bound: 1 } }));
    expect([refused.status, refused.body.problem]).toEqual([
      400,
      expect.stringMatching(/ handed in again meanwhile: /),
    ]);
    await heard.until(/event: changed/);
    const {
      key = "",
      version = "",
      ...renewed
    } = (await desk()).submissions.find((each) => each.key === keyOf(own)) ?? {};
    expect(w1Of(renewed)).toMatchObject({ isOutdated: true, marks: { points: FULL } });
    const overall = await post("submission", { ...seen(own), comment: "Fine." });
    expect(overall.status).toBe(400);
    const saved = await post("marks", setW1({ key, version }, { points: { bound: 1 } }));
    expect(w1Of(saved.body.submissions[0])?.isOutdated).toBe(false);
  });
});

test("shares differ by one at most, and a latecomer moves one student at most over a border", () => {
  const names = Array.from({ length: 50 }, (_, index) => `s${index}`);
  for (let count = 5; count < names.length; count += 1) {
    const parts = (of: readonly string[]) => [1, 2, 3].map((index) => inShare(of, { index, of: 3 }));
    const [before, after] = [parts(names.slice(0, count)), parts(names.slice(0, count + 1))];
    const sizes = after.map(({ size }) => size);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    const moved = before.map((part, index) => [...part].filter((name) => after[index]?.has(name) !== true).length);
    expect(moved.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2);
  }
});

test("marks for an earlier submission do not count, and the first new mark leaves them as comments only", async () => {
  await onDesk({ count: 3 }, async ({ made, keyOf, post, folder, desk, seen }) => {
    const own = made[0]?.folder ?? "";
    const file = join(folder, "marks.yaml");
    await writeFile(
      file,
      `submissions:\n  ${own}:\n    sha256: "123456789abc"\n    named: true\n    W1: full\n    W2:\n      comment: |\n        Old $\\nu$.\n    adjustment: 1\n    reason: Old\n  # About the next.\n  zoe:\n    W1: none\n`,
    );
    await post("submission", { ...seen(made[1]?.folder ?? ""), comment: "Fine." });
    const shown = async () => (await desk()).submissions.find(({ key }) => key === keyOf(own));
    expect((await shown())?.answers["W1"]).toMatchObject({ isOutdated: true, marks: { points: FULL } });
    // Says nothing of the answers.
    await post("submission", { ...seen(own), alone: { question: "W1", isAlone: true } });
    expect((await shown())?.answers["W2"]?.isOutdated).toBe(true);
    await post("marks", setW1(seen(own), { points: { bound: 0.5 } }));
    const { answers, adjustment, revealed } = (await shown()) ?? {};
    expect(answers?.["W1"]).toMatchObject({ isOutdated: false, marks: { points: { bound: 0.5, attained: null } } });
    expect([answers?.["W2"]?.marks, adjustment]).toEqual([null, null]);
    expect(revealed).not.toBeNull();
    const text = await readFile(file, "utf8");
    expect(text).toContain(
      "    #   W2:\n    #     comment: |\n    #       Old $\\nu$.\n    #   adjustment: 1\n    #   reason: Old\n  # About the next.\n  zoe:\n",
    );
    expect((await fileIn(folder)).get(own)?.sha256?.value).not.toBe("123456789abc");
  });
});

test("the shares of several markers have nothing in common and are the whole class", async () => {
  await onDesk({ count: COUNT }, async ({ folder, made }) => {
    const parts = await Promise.all(
      [1, 2, 3].map(async (index) => {
        const { order } = await openDesk({ results: folder, share: { index, of: 3 } }, new AbortController().signal);
        return order.get("W4") ?? [];
      }),
    );
    expect(parts.flat()).toHaveLength(made.length);
    expect(new Set(parts.flat()).size).toBe(made.length);
    for (const part of parts) expect(part).toHaveLength(COUNT / 3);
    // Whom a marker has marked already stays, also in another share.
    const { members, order } = await openDesk(
      { results: folder, share: { index: 1, of: 3 } },
      new AbortController().signal,
    );
    const foreign = [...members.values()].find(({ key }) => !order.get("W4")?.includes(key));
    await writeFile(
      join(folder, "marks.yaml"),
      `marker: Grace\nsubmissions:\n  ${foreign?.folder ?? ""}:\n    W1: full\n`,
    );
    const again = await openDesk({ results: folder, share: { index: 1, of: 3 } }, new AbortController().signal);
    expect(again.order.get("W4")).toContain(foreign?.key);
    expect(again.marker).toBe("Grace");
  });
});
