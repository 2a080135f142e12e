import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/*
 * A local stand-in for GitHub, by what docs.github.com/rest says of the few requests that we make, over https with a
 * certificate of its own. It keeps every request. Repositories are folders, which git reads as static files.
 */

/** A request as it came. */
interface Recorded {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}

/** An answer that the stand-in gives before it does anything. */
interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
}

export interface StandIn {
  /** Variables that make our commands, and git, talk to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly requests: Recorded[];
  /** Answers to the next requests that write. */
  readonly refusals: Refusal[];
  readonly invitations: Map<string, string[]>;
  readonly rulesets: { readonly name: string }[];
  /** By "owner/name/sha". */
  readonly comments: Map<string, string[]>;
  /** Names of all repositories, in order of making. */
  readonly names: string[];
  /** The folder of a repository, to push to. */
  readonly folderOf: (name: string) => string;
  readonly close: () => void;
}

const TOKENS = { SETUP_TOKEN: "setup-s3cret", SUBMISSIONS_TOKEN: "read-s3cret" };
const ORG = "cs433";
export const TEMPLATE = "lab-template";

/** Starts it. `folder/git/cs433/lab-template.git` is the template. */
export async function startStandIn(folder: string): Promise<StandIn> {
  const names = [TEMPLATE];
  const state = { names, invitations: new Map(), rulesets: [], comments: new Map(), requests: [], refusals: [] };
  const folderOf = (name: string): string => join(folder, "git", ORG, `${name}.git`);
  const server = createServer(await certificate(folder), (request, response) => {
    void (async () => {
      const { method = "", url: path = "" } = request;
      if (!path.startsWith("/api/")) {
        const file = isAuthorized(request)
          ? await readFile(join(folder, "git", path.split("?")[0] ?? "")).catch(() => null)
          : null;
        return response.writeHead(file === null ? 404 : 200).end(file ?? "");
      }
      const text = await bodyOf(request);
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      const answer = isAuthorized(request)
        ? ((method === "GET" ? undefined : refused(standIn.refusals.shift())) ??
          (await answerTo({ method, path: path.slice(4), body }, standIn, url)))
        : { status: 401 };
      standIn.requests.push({ method, path: path.slice(4), body, status: answer.status });
      return response.writeHead(answer.status, answer.headers ?? {}).end(JSON.stringify(answer.body ?? {}));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ca = join(folder, "certificate.pem");
  const env = { GITHUB_API_URL: `${url}/api`, GITHUB_SERVER_URL: url, NODE_EXTRA_CA_CERTS: ca, GIT_SSL_CAINFO: ca };
  const standIn: StandIn = { ...state, env: { ...env, ...TOKENS }, folderOf, close: () => server.close() };
  return standIn;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function answerTo(
  { method, path, body }: Pick<Recorded, "method" | "path" | "body">,
  standIn: StandIn,
  url: string,
): Promise<Answer> {
  const { pathname, searchParams } = new URL(path, url);
  const [, kind, owner, name = "", ...rest] = pathname.split("/");
  if (owner !== ORG) return { status: 404 };
  const list = (all: readonly unknown[]): Answer => {
    const [size, page] = [Number(searchParams.get("per_page") ?? 30), Number(searchParams.get("page") ?? 1)];
    return { status: 200, body: all.slice((page - 1) * size, page * size) };
  };
  const described = (each: string) => ({
    name: each,
    clone_url: `${url}/${ORG}/${each}.git`,
    is_template: each === TEMPLATE,
  });
  if (kind === "orgs" && name === "repos") return list([...standIn.names].sort().map(described));
  if (kind === "orgs" && name === "rulesets") {
    if (method === "POST") standIn.rulesets.push(body as { readonly name: string });
    return method === "POST" ? { status: 201 } : list(standIn.rulesets);
  }
  if (kind !== "repos" || !standIn.names.includes(name)) return { status: 404 };
  const [part, key = ""] = rest;
  if (part === undefined) return { status: 200, body: described(name) };
  if (part === "generate") return generate(body as { readonly name: string }, standIn);
  const invited = standIn.invitations.get(name) ?? [];
  if (part === "invitations") return list(invited.map((login) => ({ invitee: { login } })));
  if (part === "collaborators" && method === "GET") return { status: 404 };
  if (part === "collaborators") {
    standIn.invitations.set(name, [...invited, key]);
    return { status: 201 };
  }
  if (part !== "commits" || rest[2] !== "comments") return { status: 500 };
  const comments = standIn.comments.get(`${name}/${key}`) ?? [];
  if (method === "GET") return list(comments.map((each) => ({ body: each })));
  standIn.comments.set(`${name}/${key}`, [...comments, (body as { readonly body: string }).body]);
  return { status: 201 };
}

async function generate({ name }: { readonly name: string }, { names, folderOf }: StandIn): Promise<Answer> {
  if (names.includes(name)) return { status: 422 };
  names.push(name);
  await cp(folderOf(TEMPLATE), folderOf(name), { recursive: true });
  return { status: 201, body: { name } };
}

function refused(refusal: Refusal | undefined): Answer | undefined {
  return refusal && { ...refusal, body: { message: refusal.message ?? "" } };
}

/** The API takes the token as a bearer, git as a password. */
function isAuthorized({ headers }: IncomingMessage): boolean {
  const { authorization = "" } = headers;
  const git = Buffer.from(`x-access-token:${TOKENS.SUBMISSIONS_TOKEN}`).toString("base64");
  return [`Bearer ${TOKENS.SETUP_TOKEN}`, `Bearer ${TOKENS.SUBMISSIONS_TOKEN}`, `Basic ${git}`].includes(authorization);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** A certificate of this machine for a day, made by openssl. */
async function certificate(folder: string): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  await mkdir(folder, { recursive: true });
  const [key, cert] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-keyout", key, "-out", cert, ...names];
  execFileSync("openssl", made, { stdio: "ignore" });
  return { key: await readFile(key), cert: await readFile(cert) };
}
