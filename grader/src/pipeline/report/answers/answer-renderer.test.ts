import { afterAll, expect, test } from "vitest";
import { createAnswerRenderer } from "./answer-renderer.ts";

const renderer = createAnswerRenderer();
afterAll(renderer.close);

test("texts are rendered in a thread, with the pictures that were handed in", async () => {
  const pictures = { "figures/my plot.png": "files/1.png" };
  const shown = await Promise.all([
    renderer.render("$x$ ![](figures/my%20plot.png) ![](./Figures/MY%20PLOT.png)", pictures),
    renderer.render("![](figures/my%20plot.png)"),
    renderer.render("a\nb", {}, { breaks: true }),
  ]);
  expect(shown[0]).toMatch(/<math>.*<img src="files\/1.png".*<img src="files\/1.png"/);
  expect(shown[1]).toContain("There is no picture figures/my%20plot.png");
  expect(shown[2]).toBe("<p>a<br />b</p>\n");
});

test(
  "a text that takes too long is shown as it was typed, and the next one is rendered",
  { timeout: 30_000 },
  async () => {
    const hasty = createAnswerRenderer(2000);
    const slow = "*a_".repeat(13_000);
    const [first, second] = await Promise.all([hasty.render(slow), hasty.render("**b**")]);
    await hasty.close();
    expect(first).toContain("as it was typed: it takes too long to render");
    expect(first).toContain(slow);
    expect(second).toBe("<p><strong>b</strong></p>\n");
  },
);

test("a closed renderer starts again", async () => {
  await renderer.close();
  expect(await renderer.render("a")).toBe("<p>a</p>\n");
});
