import { POLICY } from "./policy.ts";

/*
 * Serves the site from the browser's cache, so that it works offline after the first visit, and adds the headers that isolate the
 * page and bind its workers. A new build is another worker with another cache: it takes over when no page is open any more, so that
 * a page never gets files of two builds.
 */

/** The part of a service worker's scope that is used here; TypeScript's library for it excludes that of pages. */
interface Scope {
  readonly addEventListener: (type: string, listener: (event: ExtendableEvent) => void) => void;
  readonly clients: { readonly claim: () => Promise<void> };
  readonly registration: { readonly scope: string; readonly active: unknown };
}
interface ExtendableEvent {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
}

/** Set by the build: a digest of all files, and the files to store, without those that only training needs. */
declare const BUILD: string;
declare const FILES: readonly string[];

const scope = globalThis as unknown as Scope;
const PREFIX = `robustness-lab ${scope.registration.scope} `;
const CACHE = PREFIX + BUILD;

// The first build stores what the page asks for. A later one takes over when nobody may be online.
scope.addEventListener("install", (event) => event.waitUntil(isFirst() ? Promise.resolve() : storeRest()));
scope.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => scope.clients.claim())));
scope.addEventListener("message", (event) => event.waitUntil(storeRest()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope.registration.scope)) event.respondWith(answer(request));
});

function isFirst(): boolean {
  return scope.registration.active === null;
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const key = keyOf(request.url);
  const found = await cache.match(key);
  if (found !== undefined) return isolated(found);
  const response = await fetch(request);
  // A part of a file, or an error, is none of the site.
  if (response.status === 200) await cache.put(key, response.clone()).catch(() => {});
  return isolated(response);
}

/** A file's address without what follows it, and index.html for a folder. */
function keyOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + (pathname.endsWith("/") ? `${pathname}index.html` : pathname);
}

function isolated(response: Response): Response {
  // A response of another kind has no headers that could be changed.
  if (response.status === 0 || response.redirected) return response;
  const headers = new Headers(response.headers);
  headers.set("cross-origin-embedder-policy", "require-corp");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  headers.set("content-security-policy", POLICY);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** Stores the files that are not stored yet. A file of the same name in an earlier build is the same, if its name has a digest. */
async function storeRest(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of FILES) {
    const url = scope.registration.scope + file;
    if ((await cache.match(url)) !== undefined) continue;
    const response =
      (file.startsWith("assets/") ? await caches.match(url) : undefined) ?? (await fetch(url, { cache: "no-cache" }));
    if (response.status === 200) await cache.put(url, response);
  }
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}
