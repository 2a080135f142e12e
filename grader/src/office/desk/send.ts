import type { ServerResponse } from "node:http";

const JSON_TYPE = "application/json; charset=utf-8";

/** Nothing from elsewhere, nothing inline; a PDF of a student is shown in a frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface Body {
  readonly status: number;
  readonly type: string;
  /** null if it is written later. */
  readonly body: string | Uint8Array | null;
  readonly policy?: string;
}

/** Answers with headers that let nobody else read, cache or frame it. */
export function send(response: ServerResponse, { status, type, body, policy = PAGE_POLICY }: Body): void {
  response.writeHead(status, {
    "content-type": type,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  });
  if (body !== null) response.end(body);
  else response.flushHeaders();
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, { status, type: JSON_TYPE, body: JSON.stringify(value) });
}

/** Says why nothing is sent or changed. */
export function refuse(response: ServerResponse, status: number, problem: string): void {
  sendJson(response, status, { problem });
}
