import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { NotImplementedError } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { fgsm } from "@robustness-lab/solution";
import { beforeAll, describe, expect, test } from "vitest";
import { openInProcess } from "../../run/in-process.ts";
import type { Observation, Submission } from "../../run/observation.ts";
import { checkSeeds } from "../check-seeds.ts";
import type { AttackFigure } from "../judgement.ts";
import { attackFigure } from "./attack-figure.ts";

beforeAll(async () => {
  await loadTestEngine();
});

interface FgsmProblem {
  readonly images: Tensor4D;
  readonly epsilon: number;
}

const figureOf = (attack: unknown, seed = 7): Promise<AttackFigure> =>
  attackFigure(openInProcess({ fgsm: attack }), checkSeeds(seed)("attack-figure").random);

async function drawn(attack: unknown, seed?: number): Promise<Extract<AttackFigure, { status: "drawn" }>> {
  const figure = await figureOf(attack, seed);
  if (figure.status === "missing") throw new Error(figure.why);
  return figure;
}

describe("the figure of a submission's FGSM", () => {
  test("has the reference's curve for a right FGSM, up to digits near a decision boundary", async () => {
    const { curve, note, strip, digits } = await drawn(fgsm);
    expect(note).toBeUndefined();
    for (const { accuracy, reference } of curve) expect(Math.abs(accuracy - reference)).toBeLessThanOrEqual(2 / digits);
    // Published for logistic regression: .913 .618 .157 .027. Two standard errors over 100 digits are at most .1.
    const published = [0.913, 0.618, 0.157, 0.027];
    published.forEach((each, index) => expect(Math.abs((curve[index]?.accuracy ?? 9) - each)).toBeLessThan(0.12));
    expect(strip.digits.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("is reproducible from its seed, has different digits for a different seed, and is small", async () => {
    const text = JSON.stringify(await drawn(fgsm));
    expect(JSON.stringify(await drawn(fgsm))).toBe(text);
    expect(JSON.stringify(await drawn(fgsm, 8))).not.toBe(text);
    expect(text.length).toBeLessThan(60_000);
  });

  test("shows a flat line and unchanged digits for an attack that does nothing", async () => {
    const { curve, strip } = await drawn(({ images }: FgsmProblem) => images);
    expect(new Set(curve.map(({ accuracy }) => accuracy)).size).toBe(1);
    expect(
      strip.digits.every(({ label, attacked, image, adversarial }) => label === attacked && image === adversarial),
    ).toBe(true);
  });

  test("has a note if an attack leaves the ball or the box", async () => {
    const further = await drawn(({ images, epsilon }: FgsmProblem) =>
      tf.clipByValue(tf.add(images, 2 * epsilon), 0, 1),
    );
    expect(further.note).toBe("At epsilon 0.05 a pixel moved by 0.10: this attack may do more than the reference's.");
    const outside = await drawn(({ images, epsilon }: FgsmProblem) => tf.sub(images, epsilon));
    expect(outside.note).toBe("At epsilon 0.05 a pixel left [0, 1]: these are no images any more.");
  });
});

describe("a sentence replaces the figure", () => {
  const stub = (): never => {
    throw new NotImplementedError("2.4 fgsm");
  };
  const nan = ({ images }: FgsmProblem): unknown => tf.fill(images.shape, NaN);
  test.each<readonly [string, unknown, RegExp]>([
    ["for a stub", stub, /^It appears here when exercise 2\.4 works\.$/],
    ["for images of NaN", nan, /^There is nothing to show: fgsm with epsilon = 0 of 100 MNIST digits: .* is NaN/],
    ["for a number", () => 3, /^There is nothing to show: .*expected a tensor of shape \[100, 28, 28, 1\], got/],
    ["for a missing function", undefined, /^There is nothing to show: /],
  ])("%s", async (_, attack, why) => {
    const figure = await figureOf(attack);
    expect(figure).toMatchObject({ status: "missing", why: expect.stringMatching(why) });
  });

  test("for calls that take too long, and for a grader fault", async () => {
    const stopped: Observation = { status: "stopped", limit: "submission-time", message: "all 600 s are used up" };
    const allowed: number[] = [];
    const { random } = checkSeeds(7)("attack-figure");
    const figureWith = (call: Submission["call"]): Promise<AttackFigure> =>
      attackFigure({ ...openInProcess({}), allow: (ms) => void allowed.push(ms), call }, random);
    const overdue = "There is nothing to show: it took more than the 4 s that there are for this";
    expect(await figureWith(() => Promise.resolve(stopped))).toEqual({ status: "missing", why: overdue });
    expect(allowed).toEqual([4000]);
    const fault = "The grader could not draw what the attack does: no pipe";
    expect(await figureWith(() => Promise.reject(new Error("no pipe")))).toEqual({ status: "missing", why: fault });
  });
});
