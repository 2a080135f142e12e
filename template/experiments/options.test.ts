import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, parseCompareOptions, parseTrainOptions, UsageError } from "./options.ts";
import { PUBLISHED_RECIPES, publishedModelOf } from "./training/recipe.ts";

function experimentsOf(line: string) {
  const options = parseTrainOptions(line.split(" ").filter(Boolean));
  if (options === "help") throw new Error("help");
  return options.experiments;
}

test("without options the three models of the sheet are trained, as published", () => {
  expect(experimentsOf("")).toEqual(Object.entries(PUBLISHED_RECIPES).map(([name, recipe]) => ({ name, recipe })));
});

test.each([
  ["--model lenet", "lenet"],
  ["--model lenet --attack fgsm", "lenet-fgsm-trained"],
  ["--model lenet --attack fgsm --epsilon .1", "lenet-fgsm-0.1"],
  ["--model lenet --attack pgd --epsilon 0.3", "lenet-pgd-0.3"],
  ["--model lenet --attack pgd --steps 40", "lenet-pgd-0.25-in-40"],
  ["--model lenet --attack none --seed 2 --epochs 3", "lenet-epochs-3-seed-2"],
  ["--model logistic-regression --learning-rate 1e-2 --quick", "logistic-regression-rate-0.01-quick"],
  ["--model lenet --epochs 3 --name mine", "mine"],
])("%s makes the result %s", (line, name) => {
  expect(experimentsOf(line).map((experiment) => experiment.name)).toEqual([name]);
});

test("the options are in the recipe, and only a published recipe has published numbers", () => {
  const [experiment] = experimentsOf(
    "--model lenet --attack pgd --epsilon 0.3 --steps 7 --epochs 2 --learning-rate 0.01",
  );
  expect(experiment?.recipe).toMatchObject({
    network: "lenet",
    attack: { kind: "pgd", epsilon: 0.3, steps: 7 },
    epochs: 2,
    learningRate: 0.01,
    trainImages: 60_000,
  });
  expect(experiment && publishedModelOf(experiment.recipe)).toBeUndefined();
  expect(experimentsOf("--seed 9").map(({ recipe }) => publishedModelOf(recipe))).toEqual(
    Object.keys(PUBLISHED_RECIPES),
  );
  expect(experimentsOf("--quick").map(({ recipe }) => publishedModelOf(recipe))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe("bad usage names the value received and the value expected:", () => {
  test.each([
    ["--model resnet", "--model is resnet, expected logistic-regression or lenet"],
    ["--attack pgd", "--attack needs a network: --model logistic-regression or --model lenet"],
    ["--name mine", "--name needs a network"],
    ["--model lenet --epsilon 0.1", "--epsilon needs --attack fgsm or --attack pgd"],
    ["--model lenet --attack fgsm --steps 3", "--steps needs --attack pgd"],
    ["--model lenet --attack fgsm --epsilon 0", "--epsilon is 0, expected a number above 0 and up to 1"],
    ["--epochs 0", "--epochs is 0, expected a whole number from 1 to 1000"],
    ["--epochs 1.5", "--epochs is 1.5, expected a whole number"],
    ["--seed 0", "--seed is 0, expected a whole number from 1 to 2147483647"],
    ["--learning-rate fast", "--learning-rate is fast, expected a number above 0"],
    ["--model lenet --name ../x", "--name is ../x, expected up to 60 letters"],
    ["--model lenet --name nul.1", "--name is nul.1, expected up to 60 letters"],
    ["--model lenet --name mine.", "--name is mine., expected up to 60 letters"],
    ["--source nowhere", "--source is nowhere, which does not exist"],
    ["--bogus", "Unknown option '--bogus'"],
  ])("%s", (line, message) => {
    expect(() => experimentsOf(line)).toThrow(UsageError);
    expect(() => experimentsOf(line)).toThrow(message);
  });
});

test("compare takes the settings of a run, and both have a help", () => {
  expect(parseCompareOptions(["--threads", "3"])).toEqual({ ...DEFAULT_SETTINGS, threads: 3 });
  expect(() => parseCompareOptions(["--quick"])).toThrow(UsageError);
  expect([parseCompareOptions(["--help"]), parseTrainOptions(["-h"])]).toEqual(["help", "help"]);
});
