import { describe, expect, test } from "vitest";
import { readingsOf, toWords } from "./words.ts";

const wordsOf = (text: string): string[] => toWords(text).map(({ text: word }) => word);
const CODE = "const moved = tf.add(images, tf.mul(epsilon, signs));";
const WORDS = ["const", "moved", "tf", "add", "images", "tf", "mul", "epsilon", "signs"];

describe("the words of a text", () => {
  test.each([
    ["code", CODE],
    ["code over several lines", "const moved =\n  tf\n    .add(\n      images,\n      tf.mul(epsilon, signs),\n    )"],
    ["a comment", `// ${CODE}`],
    ["a block comment", `/**\r\n * ${CODE}\r\n */`],
    ["a diff", `+ ${CODE}`],
    ["a string with line ends", JSON.stringify(CODE.replaceAll(" ", "\n")).slice(1, -1)],
    ["other capitals", CODE.toUpperCase()],
    ["HTML", "const moved&lt;&quot;tf.add(images, &amp;tf.mul(epsilon, signs)"],
  ])("are the same in %s", (_, text) => {
    expect(wordsOf(text)).toEqual(WORDS);
  });

  test("have line numbers", () => {
    expect(toWords("one\n\ntwo three")).toEqual([
      { text: "one", line: 1 },
      { text: "two", line: 3 },
      { text: "three", line: 3 },
    ]);
  });

  test("include letters of every alphabet, and numbers", () => {
    expect(wordsOf("ε·‖w‖₂ ≤ 0.25, Hölder")).toEqual(["ε", "w", "₂", "0", "25", "hölder"]);
  });
});

describe("the texts in a file", () => {
  test("include UTF-16", () => {
    expect(readingsOf(Buffer.from(CODE, "utf16le"))[0]).toEqual({ text: CODE, decodedFrom: null });
  });

  test.each([
    ["in one line", Buffer.from(CODE).toString("base64")],
    ["in lines of 44", Buffer.from(CODE).toString("base64").replace(/.{44}/g, "$&\n")],
    ["for URLs", Buffer.from(CODE).toString("base64url")],
  ])("include base64 %s", (_, encoded) => {
    const readings = readingsOf(Buffer.from(`{\n"data": "${encoded}"}\n`));
    expect(readings[1]).toEqual({ text: CODE, decodedFrom: 2 });
  });
});
