import { expect, test } from "vitest";
import type { AnswerRenderer } from "../../pipeline/report/answers/answer-renderer.ts";
import { cacheAnswers } from "./render-answers.ts";

function countingRenderer(failures: number): AnswerRenderer & { readonly rendered: string[] } {
  const rendered: string[] = [];
  const render = (text: string): Promise<string> => {
    rendered.push(text);
    return rendered.length > failures ? Promise.resolve(`<p>${text}</p>`) : Promise.reject(new Error("out of memory"));
  };
  return { rendered, render, close: () => Promise.resolve() };
}

test("a text is rendered once, and again after a failure", async () => {
  const renderer = countingRenderer(1);
  const { text } = cacheAnswers(renderer);
  await expect(text("W1")).rejects.toThrow("out of memory");
  expect([await text("W1"), await text("W1")]).toEqual(["<p>W1</p>", "<p>W1</p>"]);
  expect(renderer.rendered).toEqual(["W1", "W1"]);
});

test("a closed desk renders nothing, which would start the thread again", async () => {
  const renderer = countingRenderer(0);
  const { text, close } = cacheAnswers(renderer);
  await close();
  await expect(text("W1")).rejects.toThrow("the desk is closed");
  expect(renderer.rendered).toEqual([]);
});
