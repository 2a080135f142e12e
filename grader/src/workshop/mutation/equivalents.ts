import type { Equivalent } from "./tally.ts";

const WORDS = "Part of an error's message. The sheet specifies the errors, not their messages.";
const STREAM = "The name of a stream of random numbers: any name works, except that of the other stream.";
const FLOAT32 = 'tfjs reads "" as no type, and the default is float32 as well.';

/** The mutants that no check can tell from the reference. `./robustness-lab mutation` fails if one is caught or missing. */
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
      "The scale cancels. It only matters if float32 cannot hold the squares, for gradients below 1e-19; " +
      "from 1e-7 on, where stepL2.small judges, a step without any scale is right as well.",
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
