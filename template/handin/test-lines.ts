import type { TestReport, TestRun } from "./run-tests.ts";

const MAX_LINES = 20;
const MAX_CHARACTERS = 200;

/** The public tests that fail, without those that wait for a stub. */
export function testLines(run: TestRun): readonly string[] {
  switch (run.status) {
    case "failed":
      return [`Tests: they did not run (${run.why}). "npm test" may say more.`];
    case "stopped":
      return [
        `Tests: stopped, because nothing happened for ${run.seconds} s${run.file === undefined ? "" : ` in ${run.file}`}.`,
        "  One of your functions probably loops forever. The tests of the other files did not all run.",
      ];
    case "finished":
      return countLines(run.report);
  }
}

function countLines({ testResults }: TestReport): readonly string[] {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failed = tests.filter(({ status }) => status === "failed");
  const waiting = failed.filter(({ failureMessages }) => failureMessages.some(isStub));
  const wrong = failed.filter((each) => !waiting.includes(each));
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const lines = [
    ...broken.map(({ name, message }) => `${relative(name)} does not load: ${whyNotLoaded(message)}`),
    ...wrong.map(({ fullName, failureMessages: [message = ""] }) => `${fullName}: ${firstLine(message)}`),
  ];
  const stubs = waiting.length === 0 ? "" : `, ${waiting.length} wait for a stub`;
  const unloaded =
    broken.length === 0 ? "" : `, ${broken.length} ${broken.length === 1 ? "file does" : "files do"} not load`;
  return [
    `Tests: ${passed} pass, ${wrong.length} fail${stubs}${unloaded}.`,
    ...lines.slice(0, MAX_LINES).map((line) => `  ${line.slice(0, MAX_CHARACTERS)}`),
    ...(lines.length > MAX_LINES ? [`  and ${lines.length - MAX_LINES} more: the tests themselves show them`] : []),
  ];
}

function isStub(message: string): boolean {
  return message.startsWith("NotImplementedError: ");
}

function relative(path: string): string {
  return path.replaceAll("\\", "/").replace(/^.*\/(?=tests\/)/, "");
}

/** The reason without its heading, and the place in src/ from the frame of the code below it. */
function whyNotLoaded(message: string): string {
  const plain = withoutColours(message);
  const [first = "", second = ""] = plain.trim().split(/\n\s*/);
  const why = first.endsWith(":") ? second : first;
  const place = /\bsrc\/[^\s\]]+:\d+:\d+/.exec(plain)?.[0];
  return why.replace(/^\[\w+\] /, "").replace(/ imported from .*/, "") + (place === undefined ? "" : ` (${place})`);
}

function firstLine(message: string): string {
  return withoutColours(message).trim().split("\n", 1).join().trim();
}

/** Not by node:util, because the page of the site uses this file, too. */
function withoutColours(message: string): string {
  return message.replaceAll(/\u001b\[[\d;]*m/g, "");
}
