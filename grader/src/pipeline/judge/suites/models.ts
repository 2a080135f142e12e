import { IMAGE_SIDE } from "@robustness-lab/fixtures";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claimClose, returnedTensor, type Tolerance } from "../claims.ts";
import { dense } from "../expected/layers.ts";
import { lenetLogits } from "../expected/lenet.ts";
import { someDigits } from "../probes/digits.ts";
import { drawImages, toArgument, type Images } from "../probes/images.ts";
import { randomLenet } from "../probes/lenet-parameters.ts";
import { normals } from "../probes/models.ts";

/* Exercise 2.2 in inference mode; dropout.ts judges training mode. */

/** Logits of size 1 to 10 from sums of up to 784 float32 products; a wrong layer changes them by tenths. */
const LOGITS: Tolerance = { relative: 1e-4, absolute: 1e-4 };

check("logisticRegression.values", async (context) => {
  await claimRegression(context, 3);
  return PASSED;
});

check("logisticRegression.one-image", async (context) => {
  await claimRegression(context, 1);
  return PASSED;
});

check("lenet.values", async ({ submission, random }) => {
  const count = 2;
  const { images } = await someDigits(random, count);
  const parameters = randomLenet(random);
  const asked = `lenet of ${count} digits, without a dropout seed`;
  const logits = returnedTensor(await submission.call("lenet", parameters, toArgument(images)), asked, [count, 10]);
  const expected = images.rows.flatMap((pixels) => lenetLogits(parameters, pixels));
  claimClose(logits, expected, asked, LOGITS);
  return PASSED;
});

async function claimRegression({ submission, random }: CheckContext, count: number): Promise<void> {
  const images: Images = drawImages(random, count, [IMAGE_SIDE, IMAGE_SIDE, 1], 0, 1);
  const parameters = { weights: normals(random, [784, 10], 0.1), bias: normals(random, [10], 1) };
  const asked = `logisticRegression of ${count} ${count === 1 ? "image" : "images"}`;
  const observation = await submission.call("logisticRegression", parameters, toArgument(images));
  const logits = returnedTensor(observation, asked, [count, 10]);
  const expected = images.rows.flatMap((row) => dense(row, parameters.weights.data, parameters.bias.data));
  claimClose(logits, expected, asked, LOGITS);
}
