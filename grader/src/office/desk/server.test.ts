import { request } from "node:http";
import { expect, test } from "vitest";
import { onDesk, setW1 } from "./testing/on-desk.ts";

/* What others than the desk's page get. */

interface Raw {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The status of a request that a browser would not let us make. */
function statusOf(address: string, { method = "GET", headers = {}, body }: Raw = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

test("without the token, under another name or from another page there is nothing to see or change", async () => {
  await onDesk({ count: 3 }, async ({ address, made, desk, seen }) => {
    const { origin, host } = new URL(address);
    expect(await statusOf(`${address}api/desk`)).toBe(200);
    expect(await statusOf(address.slice(0, -1))).toBe(308);
    expect(await statusOf(`${origin}/`)).toBe(404);
    expect(await statusOf(`${origin}/${"x".repeat(22)}/api/desk`)).toBe(404);
    expect(await statusOf(`${address}api/desk`, { headers: { host: "evil.example" } })).toBe(403);
    const body = JSON.stringify(setW1(seen(made[0]?.folder ?? ""), { points: { bound: 1 } }));
    const post = (headers: Readonly<Record<string, string>>, text = body) =>
      statusOf(`${address}api/marks`, { method: "POST", headers, body: text });
    const json = { "content-type": "application/json" };
    expect(await post({ ...json, origin: "https://evil.example" })).toBe(403);
    expect(await post({ ...json, origin: "null" })).toBe(403);
    expect(await post({ "content-type": "text/plain" })).toBe(415);
    expect(await post(json, "{")).toBe(400);
    expect(await post(json, '{"question":"W1"}')).toBe(400);
    // Names of every object are no changes.
    for (const name of ["constructor", "toString", "__proto__"]) {
      expect(await statusOf(`${address}api/${name}`, { method: "POST", headers: json, body: "{}" })).toBe(404);
    }
    expect(await post(json, `"${"x".repeat(5 * 1024 * 1024)}"`)).toBe(413);
    expect((await desk()).submissions.some(({ answers }) => answers["W1"]?.marks !== null)).toBe(false);
    expect(await post({ ...json, origin: `http://${host}` })).toBe(200);
  });
});

test.each([
  [
    "a criterion of another question",
    { question: "W2", entries: [{ key: "", version: "", patch: { points: { bound: 1 } } }] },
    400,
  ],
  ["more points than there are", setW1({ key: "", version: "" }, { points: { bound: 2 } }), 400],
  ["a third of a point", setW1({ key: "", version: "" }, { points: { bound: 1 / 3 } }), 400],
  ["a question that is not on the desk", { question: "W9", entries: [{ key: "", version: "", patch: {} }] }, 400],
])("%s is refused, and nothing is written", async (_, body, status) => {
  await onDesk({ count: 3 }, async ({ post, seen, made, desk }) => {
    const entries = body.entries.map((each) => ({ ...each, ...seen(made[0]?.folder ?? "") }));
    expect((await post("marks", { ...body, entries })).status).toBe(status);
    expect((await post("marks", { ...body, entries: [{ key: "gone", version: "", patch: {} }] })).status).toBe(400);
    expect((await desk()).submissions.every(({ answers }) => answers["W1"]?.marks === null)).toBe(true);
  });
});

test("every answer forbids what comes from elsewhere, and pictures and documents are only those of results", async () => {
  await onDesk({ count: 24 }, async ({ address, made, keyOf }) => {
    const page = await fetch(address);
    const headers = Object.fromEntries(page.headers);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
    });
    const keyWith = (kind: string): string => keyOf(made.find((each) => each.kind === kind)?.folder ?? "");
    const [pictured, pdf, docx] = [keyWith("pictures"), keyWith("pdf"), keyWith("docx")];
    const picture = await fetch(`${address}files/${pictured}/answers-picture-1.png`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    const document = await fetch(`${address}files/${pdf}/answers-document-1.pdf`);
    expect(document.headers.get("content-type")).toBe("application/pdf");
    expect(document.headers.get("content-disposition")).toBeNull();
    const word = await fetch(`${address}files/${docx}/answers-document-1.docx`);
    expect(word.headers.get("content-disposition")).toBe('attachment; filename="answers-document-1.docx"');
    for (const name of ["result.json", "../class.json", "..%2fclass.json", "answers-picture-3.png", ""]) {
      expect([name, await statusOf(`${address}files/${pictured}/${name}`)]).toEqual([name, 404]);
    }
  });
});
