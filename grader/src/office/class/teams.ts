import { quoted } from "../../shared/mistakes.ts";
import type { Course } from "../course/course.ts";
import type { Team } from "./class-file.ts";
import type { Submission, SubmissionLocation } from "./discover/submission.ts";

/**
 * Makes one submission of those of a team: of its members, or under the team's name. What different members handed in
 * differently is for a person to choose.
 */
export function formTeams(submissions: readonly Submission[], { teams = {} }: Course): readonly Submission[] {
  const formed = Object.entries(teams).flatMap(([name, members]) => {
    const own = submissions.filter((each) => isOf(each, name, members));
    return own.length === 0 ? [] : [toTeam(name, members, own)];
  });
  const inTeams = new Set(
    Object.entries(teams).flatMap(([name, members]) => submissions.filter((each) => isOf(each, name, members))),
  );
  return [...submissions.filter((each) => !inTeams.has(each)), ...formed];
}

/** The ids in extensions and teams that no submission has: perhaps mistyped, perhaps nothing was handed in. */
export function unknownIds(
  submissions: readonly Pick<Submission, "id" | "team">[],
  { teams = {}, extensions = {} }: Course,
): readonly string[] {
  const known = new Set(submissions.flatMap(({ id, team = [] }) => [id, ...team.map((each) => each.id)]));
  return [...new Set([...Object.keys(extensions), ...Object.keys(teams)])].filter((id) => !known.has(id));
}

function isOf({ id, name }: Submission, team: string, members: readonly string[]): boolean {
  return members.includes(id) || id === team || name === team;
}

function toTeam(name: string, members: readonly string[], own: readonly Submission[]): Submission {
  const names = new Map(own.map((each) => [each.id, each.name]));
  const team: Team = members.map((id) => ({ id, name: names.get(id) ?? id }));
  const handedIn = own.filter(({ location }) => location.kind !== "nothing");
  const [chosen = own[0]] = handedIn;
  const times = handedIn.flatMap(({ submittedAt }) => submittedAt ?? []).sort();
  const submittedAt = times.at(-1);
  const texts = own.filter(({ location }) => location.kind === "nothing" && location.onlineText !== undefined);
  const notes = [...own.flatMap((each) => each.notes ?? []), ...textNotes(chosen, texts)];
  return {
    ...{ id: name, name, team, location: withText(locate(handedIn, chosen), texts) },
    ...(chosen?.lms === undefined ? {} : { lms: chosen.lms }),
    ...(chosen?.origin === undefined ? {} : { origin: chosen.origin }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function locate(handedIn: readonly Submission[], chosen: Submission | undefined): SubmissionLocation {
  const different = new Set(handedIn.map(({ location }) => JSON.stringify(location)));
  if (different.size < 2) return chosen?.location ?? { kind: "nothing", problem: "nothing was handed in" };
  const people = handedIn.map(({ id, name }) => (id === name ? quoted(id) : `${quoted(name)} (${id})`));
  const problem =
    `${people.join(" and ")} are one team and handed in different files: keep the folder of one of them ` +
    "among the submissions, move the others away, and repeat the command with --resume";
  return { kind: "nothing", problem };
}

/** A text entered on the page of the LMS by one member belongs to the files of another. */
function withText(location: SubmissionLocation, texts: readonly Submission[]): SubmissionLocation {
  const [only] = texts;
  if (texts.length !== 1 || only?.location.kind !== "nothing" || only.location.onlineText === undefined)
    return location;
  const takesText = (location.kind === "path" || location.kind === "files") && location.onlineText === undefined;
  return takesText ? { ...location, onlineText: only.location.onlineText } : location;
}

function textNotes(chosen: Submission | undefined, texts: readonly Submission[]): readonly string[] {
  const taken = chosen?.location;
  if (taken === undefined || taken.kind === "nothing" || texts.length === 0) return [];
  const isRead = texts.length === 1 && taken.kind !== "git" && taken.onlineText === undefined;
  if (isRead) return [];
  const names = texts.map(({ name }) => quoted(name)).join(", ");
  return [`the text that ${names} entered on the page of the LMS is not read: the team handed in another`];
}
