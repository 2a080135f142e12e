import { setTimeout as sleep } from "node:timers/promises";
import type { KyInstance } from "ky";
import { z } from "zod";
import { UsageError } from "../../shared/errors.ts";
import { explainGithub, githubClient, statusOf, type GithubApi } from "./api.ts";
import type { Student } from "./class-list.ts";
import { isSameName, listRepositories, repositoryOf } from "./organisation.ts";

/** Where the repositories are made, and from what. */
export interface Place {
  readonly organisation: string;
  /** owner/name of a template repository. */
  readonly template: string;
  /** Repositories are called prefix-login. */
  readonly prefix: string;
}

/** A student and the repository, which may exist from an earlier run. */
export interface Planned {
  readonly student: Student;
  readonly repository: string;
  readonly exists: boolean;
}

export type Made =
  | { readonly status: "done"; readonly made: boolean; readonly invited: boolean }
  | { readonly status: "failed"; readonly problem: string };

const WHY = {
  403: "the token may not make repositories there",
  404: "not found, or the token has no access to it",
};

/** What is to be made; GitHub itself is the record of what was. @throws UsageError if the template is none */
export async function planRepositories(
  students: readonly Student[],
  { organisation, template, prefix }: Place,
  api: GithubApi,
): Promise<readonly Planned[]> {
  const client = githubClient(api);
  await assertTemplate(client, template);
  const existing = await listRepositories(client, organisation, prefix);
  return students.map((student) => {
    const repository = repositoryOf(student.login, prefix);
    return { student, repository, exists: existing.some(({ name }) => isSameName(name, repository)) };
  });
}

async function assertTemplate(client: KyInstance, template: string): Promise<void> {
  const answer = await client
    .get(`repos/${template}`)
    .json()
    .catch((error: unknown) => {
      if (statusOf(error) === undefined) throw error;
      throw new UsageError(`${template}: ${explainGithub(error, WHY)}`);
    });
  if (z.object({ is_template: z.boolean() }).parse(answer).is_template) return;
  throw new UsageError(`${template} is not a template: in its settings turn on "Template repository"`);
}

/** Makes a private repository and invites its student. What is there already is left as it is. */
export async function makeRepository(planned: Planned, place: Place, api: GithubApi): Promise<Made> {
  const client = githubClient(api);
  try {
    const made = !planned.exists && (await generate(client, planned.repository, place));
    if (made) await pause(api);
    const invited = (made || !(await hasAccess(client, planned, place))) && (await invite(client, planned, place));
    if (invited) await pause(api);
    return { status: "done", made, invited };
  } catch (error) {
    return { status: "failed", problem: explainGithub(error, WHY) };
  }
}

function pause({ pauseMs, signal }: GithubApi): Promise<void> {
  return sleep(pauseMs, undefined, { signal });
}

/** @returns false if another run has made it in the meantime */
async function generate(client: KyInstance, name: string, { organisation, template }: Place): Promise<boolean> {
  const json = { owner: organisation, name, private: true, include_all_branches: false };
  try {
    await client.post(`repos/${template}/generate`, { json });
    return true;
  } catch (error) {
    if (statusOf(error) === 422 && (await isThere(client, `repos/${organisation}/${name}`))) return false;
    throw error;
  }
}

const INVITATIONS = z.array(z.object({ invitee: z.object({ login: z.string() }).nullable() }));

/** Tests if the student has access or an open invitation: a second one would send a second e-mail. */
async function hasAccess(client: KyInstance, { student, repository }: Planned, { organisation }: Place) {
  const path = `repos/${organisation}/${repository}`;
  if (await isThere(client, `${path}/collaborators/${student.login}`)) return true;
  const open = INVITATIONS.parse(await client.get(`${path}/invitations`).json());
  return open.some(({ invitee }) => invitee !== null && isSameName(invitee.login, student.login));
}

async function invite(client: KyInstance, { student, repository }: Planned, { organisation }: Place): Promise<boolean> {
  // "push" and not "maintain" or "admin", which could change the rules of the repository.
  await client.put(`repos/${organisation}/${repository}/collaborators/${student.login}`, {
    json: { permission: "push" },
  });
  return true;
}

async function isThere(client: KyInstance, path: string): Promise<boolean> {
  try {
    await client.get(path);
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
