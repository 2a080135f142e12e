#!/usr/bin/env node
/*
 * Installs from the lock file where node_modules is missing or stale, so that `npm start` and `npm test` work on a fresh
 * clone. Plain JavaScript on purpose: nothing is installed yet when it runs. A folder as its argument: that package's own,
 * which are not everybody's.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [folder = "."] = process.argv.slice(2);
const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
const OLDEST_NODE = [20, 17];

assertNode(process.versions.node);
const reason = staleness(readLock("package-lock.json"), readLock("node_modules/.package-lock.json"));
if (reason !== undefined) install(reason);

/** Ends with a sentence when Node is too old for what is to be installed. */
function assertNode(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `Node ${version} is too old: version ${OLDEST_NODE.join(".")} or newer is needed (https://nodejs.org).`,
  );
  process.exit(2);
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(`${root}${file}`, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Why the installed packages are not those of the lock file; undefined when they are. */
function staleness(wanted, installed) {
  if (wanted === undefined) return undefined;
  if (installed === undefined) return "node_modules is missing";
  const differs = Object.entries(wanted).find(([path, { version, link, optional, devOptional, peer }]) => {
    if (!path.startsWith("node_modules/") || link) return false;
    const found = installed[path];
    // Optional packages may be missing: those of other systems, and the GPU engine where its library is out of reach.
    return found === undefined ? !(optional || devOptional || peer) : found.version !== version;
  });
  return differs === undefined
    ? undefined
    : `${differs[0].slice("node_modules/".length)} is not what the lock file says`;
}

function install(reason) {
  console.error(`Installing packages (${reason}); this takes about a minute ...`);
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  const { status } = spawnSync(command, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status === 0) return;
  console.error(
    "npm ci failed: see above. The packages are needed once from the npm registry; then no network is needed.",
  );
  process.exit(1);
}
