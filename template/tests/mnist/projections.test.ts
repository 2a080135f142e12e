import { describe, expect, it } from "vitest";
import { projectL2, projectLinf } from "../../src/mnist/projections.ts";
import { expectTensor, rowImages, values } from "../helpers.ts";

describe("2.6 projectLinf", () => {
  it("brings each pixel to within epsilon of the image's", () => {
    const images = rowImages([[0.5, 0.5, 0.5]]);
    const candidate = rowImages([[0.9, 0.1, 0.55]]);
    expectTensor(projectLinf(candidate, images, 0.1), [[[[0.6], [0.4], [0.55]]]]);
  });

  it("keeps pixels between black and white", () => {
    const images = rowImages([[0.95, 0.05]]);
    const candidate = rowImages([[1.5, -1]]);
    expectTensor(projectLinf(candidate, images, 0.2), [[[[1], [0]]]]);
  });

  it("returns the image itself for epsilon 0", () => {
    const images = rowImages([[0.25, 0.75]]);
    expectTensor(projectLinf(rowImages([[1, 0]]), images, 0), [[[[0.25], [0.75]]]]);
  });
});

describe("2.6 projectL2", () => {
  it("shortens what is too long, without turning it", () => {
    // The candidate is (0.3, 0.4) away, which is 0.5 long; half of that is allowed.
    const images = rowImages([[0.5, 0.5]]);
    expectTensor(projectL2(rowImages([[0.8, 0.9]]), images, 0.25), [[[[0.65], [0.7]]]]);
  });

  it("leaves alone what is in the ball: a projection does not push outwards", () => {
    const images = rowImages([[0.5, 0.5]]);
    expectTensor(projectL2(rowImages([[0.53, 0.54]]), images, 0.25), [[[[0.53], [0.54]]]]);
  });

  it("has a ball for each image of the batch", () => {
    const images = rowImages([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const candidates = rowImages([
      [0.8, 0.9],
      [0.53, 0.54],
    ]);
    expectTensor(projectL2(candidates, images, 0.25), [[[[0.65], [0.7]]], [[[0.53], [0.54]]]]);
  });

  it("keeps pixels between black and white", () => {
    const images = rowImages([[0.9, 0.5]]);
    const [first = NaN, second = NaN] = values(projectL2(rowImages([[1.3, 0.5]]), images, 0.3));
    expect(first).toBeCloseTo(1, 5);
    expect(second).toBeCloseTo(0.5, 5);
  });

  it("has an answer for a candidate at the centre", () => {
    // Its distance is 0, and 0/0 is NaN.
    const images = rowImages([[0.25, 0.75]]);
    expectTensor(projectL2(rowImages([[0.25, 0.75]]), images, 0.1), [[[[0.25], [0.75]]]]);
  });
});
