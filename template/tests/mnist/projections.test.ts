import { describe, expect, it } from "vitest";
import { projectL2, projectLinf } from "../../src/mnist/projections.ts";
import { expectTensor, rowImages } from "../helpers.ts";

describe("2.6 projectLinf", () => {
  it("brings each pixel to within epsilon of the clean one", () => {
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
  it("shortens a change that is too long and keeps its direction", () => {
    // The change is (0.3, 0.4), which has length 0.5; half of that is allowed.
    const images = rowImages([[0.5, 0.5]]);
    expectTensor(projectL2(rowImages([[0.8, 0.9]]), images, 0.25), [[[[0.65], [0.7]]]]);
  });

  it("leaves a candidate in the ball unchanged: a projection does not push outwards", () => {
    const images = rowImages([[0.5, 0.5]]);
    expectTensor(projectL2(rowImages([[0.53, 0.54]]), images, 0.25), [[[[0.53], [0.54]]]]);
  });

  it("uses a separate ball for each image of the batch", () => {
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
    expectTensor(projectL2(rowImages([[1.3, 0.5]]), images, 0.3), [[[[1], [0.5]]]]);
  });

  it("returns the centre for a candidate at the centre", () => {
    // Its distance is 0, and 0/0 is NaN.
    const images = rowImages([[0.25, 0.75]]);
    expectTensor(projectL2(rowImages([[0.25, 0.75]]), images, 0.1), [[[[0.25], [0.75]]]]);
  });
});
