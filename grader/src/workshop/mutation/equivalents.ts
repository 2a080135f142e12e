import type { Equivalent } from "./tally.ts";

const WORDS = "A word in an error's message. The sheet says which errors are thrown, not in which words.";
const STREAM =
  "The name of a stream of draws: any other name but that of the other stream gives draws that are as good.";
const FLOAT32 = 'tfjs takes "" as no type, which is float32, the type that is meant.';

/** The mutants that no check can tell from the reference. `./robustness-lab mutation` fails when one of them is caught or gone. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "mnist/evaluate.ts",
    at: 'assertPositiveInteger("the number of images", total);',
    original: '"the number of images"',
    replacement: '""',
    reason: WORDS,
  },
  ...["mnist/fgsm.ts", "mnist/pgd.ts"].map((file) => ({
    file,
    at: 'assertFinite("the gradient", gradient);',
    original: '"the gradient"',
    replacement: '""',
    reason: WORDS,
  })),
  {
    file: "mnist/pgd.ts",
    at: "const largest = tf.max(tf.abs(gradient), [1, 2, 3], true);",
    original: "tf.max(tf.abs(gradient), [1, 2, 3], true)",
    replacement: "tf.min(tf.abs(gradient), [1, 2, 3], true)",
    reason:
      "The scale is divided out again. Which one it is matters for squares that float32 cannot hold, of gradients below " +
      "1e-19 only; from 1e-7 on, where stepL2.small judges, a step without any scale is right as well.",
  },
  {
    file: "mnist/starts.ts",
    at: 'tf.clipByValue(tf.add<Tensor4D>(images, tf.randomUniform(images.shape, -epsilon, epsilon, "float32", seed)), 0, 1),',
    original: '"float32"',
    replacement: '""',
    reason: FLOAT32,
  },
  {
    file: "mnist/starts.ts",
    at: 'const gaussian = tf.randomNormal(images.shape, 0, 1, "float32", deriveSeed(seed, "direction"));',
    original: '"direction"',
    replacement: '""',
    reason: STREAM,
  },
  ...[
    { original: '"float32"', reason: FLOAT32 },
    { original: '"length"', reason: STREAM },
  ].map((one) => ({
    ...one,
    file: "mnist/starts.ts",
    at: 'const u = tf.randomUniform([n, 1, 1, 1], 0, 1, "float32", deriveSeed(seed, "length"));',
    replacement: '""',
  })),
];
