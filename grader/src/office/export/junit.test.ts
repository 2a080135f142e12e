import { DOMParser } from "linkedom";
import { create } from "xmlbuilder2";
import { describe, expect, it, test } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { renderJunit } from "./junit.ts";

/*
 * The structure of junit-10.xsd (Jenkins' xunit plugin), transcribed: allowed child elements and attributes. The text is
 * checked for well-formedness with the library that wrote it, then parsed with a different one.
 */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["testsuite"],
  testsuite: ["testsuite", "properties", "testcase", "system-out", "system-err"],
  testcase: ["skipped", "error", "failure", "system-out", "system-err", "properties"],
  skipped: [],
  error: [],
  failure: [],
};
const ATTRIBUTES: Readonly<
  Record<string, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  testsuites: { required: [], optional: ["name", "time", "tests", "failures", "disabled", "errors"] },
  testsuite: { required: ["name", "tests"], optional: ["failures", "errors", "time", "skipped"] },
  testcase: { required: ["name"], optional: ["classname", "time"] },
  skipped: { required: [], optional: ["message", "type"] },
  error: { required: [], optional: ["message", "type"] },
  failure: { required: [], optional: ["message", "type"] },
};

interface XmlElement {
  readonly tagName: string;
  readonly attributes: Iterable<{ readonly name: string }>;
  readonly children: Iterable<XmlElement>;
  readonly getAttribute: (name: string) => string | null;
  readonly querySelectorAll: (selector: string) => Iterable<XmlElement>;
}

function assertElement(element: XmlElement): void {
  const allowed = ATTRIBUTES[element.tagName]!;
  const names = [...element.attributes].map(({ name }) => name);
  expect([...allowed.required, ...allowed.optional]).toEqual(expect.arrayContaining(names));
  expect(names).toEqual(expect.arrayContaining([...allowed.required]));
  for (const child of element.children) {
    expect(CHILDREN[element.tagName]).toContain(child.tagName);
    assertElement(child);
  }
}

function parse(text: string): XmlElement {
  create(text);
  return new DOMParser().parseFromString(text, "text/xml").documentElement;
}
const count = (root: XmlElement, selector: string) => [...root.querySelectorAll(selector)].length;
const totals = (root: XmlElement, name: string) =>
  [...root.querySelectorAll("testsuite")].reduce((sum, suite) => sum + Number(suite.getAttribute(name)), 0);

describe.each(Object.entries(SAMPLE_RESULTS))("JUnit XML of %s", (_, result) => {
  const root = parse(renderJunit(result));

  it("has the structure of the schema", () => {
    expect(root.tagName).toBe("testsuites");
    assertElement(root);
  });

  it("has correct counts, in each suite and in total", () => {
    for (const [attribute, element] of [
      ["tests", "testcase"],
      ["failures", "failure"],
      ["errors", "error"],
    ] as const) {
      expect(Number(root.getAttribute(attribute))).toBe(count(root, element));
      expect(totals(root, attribute)).toBe(count(root, element));
    }
    expect(totals(root, "skipped")).toBe(count(root, "skipped"));
  });
});

test("a grader fault is an error and a failed check is a failure", () => {
  const counts = (name: string) => {
    const root = parse(renderJunit(SAMPLE_RESULTS[name]!));
    return ["failure", "error", "skipped"].map((element) => count(root, element));
  };
  expect(counts("grader-fault")).toEqual([0, 1, 9]);
  expect(counts("submission-error")).toEqual([0, 1, 9]);
  expect(counts("some-failed")).toEqual([2, 0, 0]);
});
