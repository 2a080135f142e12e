import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../shared/errors.ts";
import { inScratchFolder } from "../../../shared/testing/grade-for-tests.ts";
import { discoverClass, findClass } from "./discover.ts";
import type { Layout } from "./folder.ts";
import type { Submission } from "./submission.ts";

/** Discovers a folder with these files. Paths in the answer are relative to the folder. */
async function discovered(paths: readonly string[], layout: Layout = "auto"): Promise<readonly Submission[]> {
  return inScratchFolder(async (folder) => {
    for (const path of paths) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      if (path.endsWith("/")) await mkdir(join(folder, path), { recursive: true });
      else await writeFile(join(folder, path), "");
    }
    const found = await discoverClass(folder, layout);
    const shortened = JSON.parse(JSON.stringify(found).replaceAll(`${folder}/`, "")) as Submission[];
    return shortened.sort((a, b) => (a.id < b.id ? -1 : 1));
  });
}

describe("a plain folder", () => {
  test("has a submission per folder and file, except the files of operating systems", async () => {
    const paths = ["ada/src/a.ts", "bob.zip", "eve.tar.gz", "odd.rar", "notes.txt", ".DS_Store", "__MACOSX/x", ".zip"];
    expect(await discovered(paths)).toEqual([
      { id: "ada", name: "ada", location: { kind: "path", path: "ada" } },
      { id: "bob.zip", name: "bob", location: { kind: "path", path: "bob.zip" } },
      { id: "eve.tar.gz", name: "eve", location: { kind: "path", path: "eve.tar.gz" } },
      { id: "notes.txt", name: "notes.txt", location: { kind: "path", path: "notes.txt" } },
      { id: "odd.rar", name: "odd.rar", location: { kind: "path", path: "odd.rar" } },
    ]);
  });

  test("that is empty is rejected", async () => {
    await expect(discovered([".DS_Store"])).rejects.toThrow(
      /contains no submission: expected folders and archives in it$/,
    );
  });

  test("may contain a broken link, which is a submission that cannot be read", async () => {
    await inScratchFolder(async (folder) => {
      await symlink("nowhere", join(folder, "ada"));
      expect(await discoverClass(folder, "auto")).toMatchObject([{ id: "ada", location: { kind: "path" } }]);
    });
  });
});

describe("a Moodle download", () => {
  test("of folders, by old and new versions, keeps the participants", async () => {
    const paths = [
      "Ada Lovelace_123_assignsubmission_file_/homework.zip",
      "Łukasz O’Brien_124_assignsubmission_file/src/a.ts",
      "Łukasz O’Brien_124_assignsubmission_onlinetext/onlinetext.html",
      "Ada Lovelace_125_assignsubmission_onlinetext_/onlinetext.html",
    ];
    expect(await discovered(paths)).toEqual([
      {
        id: "123",
        name: "Ada Lovelace",
        lms: { kind: "moodle", participantId: "123" },
        location: { kind: "path", path: "Ada Lovelace_123_assignsubmission_file_" },
      },
      {
        id: "124",
        name: "Łukasz O’Brien",
        lms: { kind: "moodle", participantId: "124" },
        location: {
          kind: "path",
          path: "Łukasz O’Brien_124_assignsubmission_file",
          onlineText: "Łukasz O’Brien_124_assignsubmission_onlinetext/onlinetext.html",
        },
      },
      {
        id: "125",
        name: "Ada Lovelace",
        lms: { kind: "moodle", participantId: "125" },
        location: {
          kind: "nothing",
          problem: "it was handed in as text on Moodle's page, without a file",
          onlineText: "Ada Lovelace_125_assignsubmission_onlinetext_/onlinetext.html",
        },
      },
    ]);
  });

  test("of flat files groups the files of a participant", async () => {
    const paths = [
      "Ada Lovelace_123_assignsubmission_file_my_homework_2.zip",
      "Ada Lovelace_123_assignsubmission_file_answers.md",
      "Bob_9_assignsubmission_file_b.tar.gz",
    ];
    expect(await discovered(paths)).toMatchObject([
      {
        id: "123",
        location: {
          kind: "files",
          files: expect.arrayContaining([
            { path: "Ada Lovelace_123_assignsubmission_file_my_homework_2.zip", name: "my_homework_2.zip" },
            { path: "Ada Lovelace_123_assignsubmission_file_answers.md", name: "answers.md" },
          ]),
        },
      },
      { id: "9", location: { kind: "files", files: [{ name: "b.tar.gz" }] } },
    ]);
  });

  test("of teams identifies a team without a number by its name, and includes items added by hand", async () => {
    expect(await discovered(["Default group_assignsubmission_file_/a.zip", "late.zip"])).toMatchObject([
      { id: "Default group", name: "Default group", lms: { kind: "moodle" } },
      { id: "late.zip", name: "late" },
    ]);
  });
});

describe("a Canvas download", () => {
  test("keeps users and lateness, and groups the files of a user", async () => {
    const paths = [
      "lovelaceada_4421_99001_homework.zip",
      "müllerjörg_LATE_4422_99002_homework-1.zip",
      "obrien_LATE_4423_99003_src_v2.tar.gz",
      "obrien_LATE_4423_99004_answers.md",
      "turingalan_4424_text.html",
      "4425_99007_homework.zip".replace(/^/, "x1_"),
    ];
    const files = (name: string, path: string) => ({ kind: "files", files: [{ path, name }] });
    expect(await discovered(paths)).toEqual([
      {
        id: "4421",
        name: "lovelaceada",
        lms: { kind: "canvas", userId: "4421", late: false, file: paths[0] },
        location: files("homework.zip", paths[0]!),
      },
      {
        id: "4422",
        name: "müllerjörg",
        lms: { kind: "canvas", userId: "4422", late: true, file: paths[1] },
        location: files("homework-1.zip", paths[1]!),
      },
      {
        id: "4423",
        name: "obrien",
        lms: { kind: "canvas", userId: "4423", late: true, file: paths[3] },
        location: {
          kind: "files",
          files: expect.arrayContaining([
            { path: paths[2], name: "src_v2.tar.gz" },
            { path: paths[3], name: "answers.md" },
          ]),
        },
      },
      {
        id: "4424",
        name: "turingalan",
        lms: { kind: "canvas", userId: "4424", late: false },
        location: {
          kind: "nothing",
          problem: "it was handed in as text on Canvas's page, without a file",
          onlineText: "turingalan_4424_text.html",
        },
      },
      {
        id: "4425",
        name: "x1",
        lms: { kind: "canvas", userId: "4425", late: false, file: paths[5] },
        location: files("homework.zip", paths[5]!),
      },
    ]);
  });

  test.each([
    ["zoe_777_5_x_888_4712_homework.zip", "888", "homework.zip", ["777"]],
    ["zoe_777_5_x_LATE_888_4712_homework.zip", "888", "homework.zip", ["777"]],
    ["zoe_888_4712_777_5_homework.zip", "777", "homework.zip", ["888"]],
    ["zoe_888_4712_homework_2026_11_28.zip", "888", "homework_2026_11_28.zip", []],
    ["zoe_888_4712_3.zip", "888", "3.zip", []],
    ["zoe_888_4712_5_3.zip", "888", "5_3.zip", []],
  ])("with numbers in a name or a file name tells its doubts: %s", async (path, userId, name, others) => {
    expect(await discovered([path])).toMatchObject([
      {
        lms: { userId },
        location: { files: [{ name }] },
        ...(others.length > 0 && {
          notes: others.map(
            (other) =>
              `'${path}' was read as a file of user ${userId}, and could be one of user ${other}: check whose it is`,
          ),
        }),
      },
    ]);
  });

  test("of anonymous submissions keeps Canvas's anonymous ids", async () => {
    expect(await discovered(["anon_a8Kq2_7001_x.zip", "LATE_anon_9zzTT_7002_x.zip"])).toMatchObject([
      { id: "anon_9zzTT", lms: { kind: "canvas-anonymous", anonymousId: "9zzTT", late: true } },
      { id: "anon_a8Kq2", lms: { kind: "canvas-anonymous", anonymousId: "a8Kq2", late: false } },
    ]);
  });

  test("is detected only if every name matches, unless the layout is given", async () => {
    const paths = ["team_1_2_final.zip", "another.zip"];
    expect(await discovered(paths)).toMatchObject([{ id: "another.zip" }, { id: "team_1_2_final.zip" }]);
    expect(await discovered(paths, "canvas")).toMatchObject([{ id: "1", name: "team" }, { id: "another.zip" }]);
    expect(await discovered(paths.slice(0, 1), "plain")).toMatchObject([{ id: "team_1_2_final.zip" }]);
  });
});

describe("a roster", () => {
  const COMMIT = "0123456789abcdef0123456789abcdef01234567";
  const rostered = (text: string | Uint8Array): Promise<readonly Submission[]> =>
    inScratchFolder(async (folder) => {
      await writeFile(join(folder, "class.csv"), text);
      const found = await discoverClass(join(folder, "class.csv"), "auto");
      return found.map((each) =>
        each.location.kind === "path"
          ? { ...each, location: { ...each.location, path: each.location.path.split("/").at(-1)! } }
          : each,
      );
    });

  test("has paths or commits, any other columns, and quoted names", async () => {
    const text = [
      "\uFEFFEmail,ID, Name ,path,git,commit",
      'a@x,1,"Lovelace, ""Ada""",ada.zip,,',
      `b@x,2,Bob,,https://example.org/bob.git,${COMMIT}`,
      ",,,,,",
      "c@x,3,,,,",
    ].join("\r\n");
    expect(await rostered(text)).toEqual([
      { id: "1", name: 'Lovelace, "Ada"', location: { kind: "path", path: "ada.zip" } },
      { id: "2", name: "Bob", location: { kind: "git", url: "https://example.org/bob.git", commit: COMMIT } },
      {
        id: "3",
        name: "3",
        location: { kind: "nothing", problem: "nothing was handed in: the roster names neither a path nor git" },
      },
    ]);
  });

  test("may say when, and from which commit what is at a path comes", async () => {
    const row = `1,Ada,ada.tar,https://example.org/ada.git,${COMMIT},2026-10-01 23:59:30 +02:00`;
    expect(await rostered(`id,name,path,git,commit,submitted\n${row}\n`)).toEqual([
      {
        ...{ id: "1", name: "Ada", location: { kind: "path", path: "ada.tar" } },
        ...{ origin: { url: "https://example.org/ada.git", commit: COMMIT }, submittedAt: "2026-10-01T21:59:30Z" },
      },
    ]);
  });

  test.each<readonly [string, string | Uint8Array, string, string]>([
    ["semicolons", "id;name, first;name;path\n1;x;Ada;a.zip\n", "1", "Ada"],
    ["Excel's first line", "sep=;\r\nID;Name;Path\r\n1;Ada;a.zip\r\n", "1", "Ada"],
    ["UTF-16 and tabs", Buffer.from("\uFEFFid\tname\tpath\r\n1\tÉmilie\ta.zip\r\n", "utf16le"), "1", "Émilie"],
    ["Latin-1", Buffer.from("id;name;path\n1;Jörg Müller;a.zip\n", "latin1"), "1", "Jörg Müller"],
    [
      "Windows-1252",
      Buffer.concat([Buffer.from("id;name;path\n1;O"), Buffer.from([0x92]), Buffer.from("Brien;a\n")]),
      "1",
      "O’Brien",
    ],
    [
      "Moodle's columns",
      "First name,Surname,ID number,Email address,Path\nAda,Byron,77,a@x,a.zip\n",
      "77",
      "Ada Byron",
    ],
    [
      "Moodle's worksheet",
      "Identifier,Full name,Email address,Path\nParticipant 7,Ada Byron,a@x,a.zip\n",
      "Participant 7",
      "Ada Byron",
    ],
    [
      "Canvas' gradebook",
      'Student,ID,SIS User ID,SIS Login ID,Path\n"Byron, Ada",4421,s77,ada,a.zip\n',
      "4421",
      "Byron, Ada",
    ],
    [
      "GitHub Classroom's roster",
      "identifier,github_username,github_id,name,path\ns77,ada,9,Ada,a.zip\n",
      "s77",
      "Ada",
    ],
    [
      "Classroom 50's students",
      "username,first_name,email,name,path\nada,Ada,a@x,Ada Byron,a.zip\n",
      "ada",
      "Ada Byron",
    ],
    ["German columns", "Matrikelnummer;Vorname;Nachname;Datei\n77;Ada;Byron;a.zip\n", "77", "Ada Byron"],
  ])("may be as it comes: %s", async (_, text, id, name) => {
    expect(await rostered(text)).toMatchObject([{ id, name, location: { kind: "path" } }]);
  });

  test("of repositories of which one has no commit yet stops nobody else", async () => {
    const text = `id,name,git,commit\n1,Ada,https://x.org/a,\n2,Bob,https://x.org/b,${COMMIT}\n`;
    expect(await rostered(text)).toMatchObject([
      { id: "1", location: { kind: "nothing", problem: "there is no commit of https://x.org/a yet" } },
      { id: "2", location: { kind: "git" } },
    ]);
  });

  test("with ssh addresses is fetched over https, since the staff's machine has no student's key", async () => {
    const text =
      `id,name,git,commit\n1,Ada,git@github.com:cs433/ada.git,${COMMIT}\n` +
      `2,Bob,ssh://git@github.com/cs433/bob,${COMMIT}\n`;
    expect(await rostered(text)).toMatchObject([
      { id: "1", location: { kind: "git", url: "https://github.com/cs433/ada.git" } },
      { id: "2", location: { kind: "git", url: "https://github.com/cs433/bob" } },
    ]);
  });

  test("tells all mistakes in one run", async () => {
    const text = `id,name,git,commit\n1,Ada,ssh://x,${COMMIT}\n,Bob,https://x.org/b,${COMMIT}\n1,Eve,https://x.org/c,main\n`;
    const lines = ((await rostered(text).catch((error: unknown) => error)) as Error).message.split("\n");
    expect(lines.map((line) => line.slice(0, 12))).toEqual(["class.csv:2:", "class.csv:3:", "class.csv:4:"]);
  });

  test("that is no text is refused with its line", async () => {
    const bytes = Buffer.concat([Buffer.from("id,name,path\n1,"), Buffer.from([0x81]), Buffer.from(",a\n")]);
    await expect(rostered(bytes)).rejects.toThrow("class.csv:2: this is not text; save it as CSV in UTF-8");
  });

  test.each([
    ["an id twice", "id,name,path\n1,Ada,a\n2,Bob,b\n1,Eve,c\n", 'class.csv:4: the id "1" is already on line 2'],
    ["an empty id", "id,name,path\n,Ada,a\n", "class.csv:2: the column id is empty"],
    [
      "a missing column",
      "id,path\n1,a\n",
      "class.csv:1: missing column name; expected id,name,path or id,name,git,commit",
    ],
    [
      "git without commit",
      "id,name,git\n1,a,b\n",
      /^class\.csv:1: missing column path \(or git and commit\); expected id/,
    ],
    ["a column twice", "id,name,path,ID\n", "class.csv:1: the column id appears twice"],
    [
      "a time without offset",
      "id,name,path,submitted\n1,a,b,2026-10-01 23:59\n",
      'class.csv:2: submitted is "2026-10-01 23:59"; expected a time with its offset, such as 2026-10-01T23:59:30+02:00',
    ],
    [
      "a folder as git",
      `id,name,git,commit\n1,a,work/y,${COMMIT}\n`,
      /^class\.csv:2: "work\/y" is not an https:\/\/, ssh or file:/,
    ],
    [
      "a password",
      `id,name,git,commit\n1,a,https://u:p@x.org/y,${COMMIT}\n`,
      /^class\.csv:2: the address contains a user/,
    ],
    [
      "a branch",
      "id,name,git,commit\n1,a,https://x.org/y,main\n",
      /^class\.csv:2: commit is "main"; expected all 40 digits/,
    ],
    ["an unclosed quote", 'id,name,path\n1,"Ada,a\n', /^class\.csv:\d: this is not CSV \(CSV_QUOTE_NOT_CLOSED\)$/],
    ["nothing", "", "class.csv is empty: its first line names the columns"],
  ])("with %s is rejected with the line", async (_, text, message) => {
    const refusal = await rostered(text).catch((error: unknown) => error as Error);
    expect(refusal).toBeInstanceOf(UsageError);
    if (typeof message === "string") expect((refusal as Error).message).toBe(message);
    else expect((refusal as Error).message).toMatch(message);
  });
});

test.each([
  ["nowhere", /^nowhere does not exist: expected a folder of submissions or a roster/],
  [
    import.meta.filename,
    /is neither a folder of submissions nor a roster \(\.csv\); unpack the archive that an LMS downloads first$/,
  ],
])("%s is rejected", async (source, message) => {
  await expect(discoverClass(source, "auto")).rejects.toThrow(message);
});

describe("a doubtful layout", () => {
  async function found(paths: readonly string[], skip: readonly string[] = []) {
    return inScratchFolder(async (folder) => {
      for (const path of paths) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), "");
      }
      const { submissions, told, doubts } = await findClass(folder, "auto", { skip });
      const shorten = (text: string): string => text.replaceAll(folder, "in");
      return { ids: submissions.map(({ id }) => id).sort(), told: told.map(shorten), doubts: doubts.map(shorten) };
    });
  }
  const MOODLE = ["Ada_1_assignsubmission_file/a.zip", "Bob_2_assignsubmission_file/a.zip"];

  test("of a download that was unpacked into a folder is seen through, and told", async () => {
    const told = ["The class is in in/PS9: nothing else is in in."];
    expect(await found(MOODLE.map((path) => `PS9/${path}`))).toEqual({ ids: ["1", "2"], told, doubts: [] });
    const canvas = ["PS9/byron_11_99_a.zip", "PS9/noether_12_98_a.zip", "PS9/Thumbs.db", "desktop.ini"];
    expect(await found(canvas)).toEqual({ ids: ["11", "12"], told, doubts: [] });
  });

  test.each([
    [["a/ada/src/a.ts", "a/bob/src/a.ts"], /^'a' would be the only student, and has 2 folders .*give in\/a$/],
    [["a/ada.zip", "a/bob.zip"], /^'a' would be the only student/],
    [["src/mnist/fgsm.ts", "tests/a.ts", "answers.md"], /^in looks like one submission/],
    [["linear/l2.ts", "mnist/fgsm.ts"], /^in looks like one submission/],
    [
      ["ada.zip", "bob.zip", "grades.csv"],
      /^'grades\.csv' is neither a folder nor an archive, and would be a student$/,
    ],
    [[...MOODLE, "Grades.csv"], /^'Grades\.csv' is neither/],
    [["byron_11_99_a.zip", "noether_12_98_a.zip", "notes.txt"], /^'notes\.txt' is neither/],
  ])("of %j is a doubt", async (paths, doubt) => {
    expect((await found(paths)).doubts).toEqual([expect.stringMatching(doubt)]);
  });

  test.each([
    [["ada/src/a.ts", "bob.zip", "eve.rar"], []],
    [["ada/lab/src/a.ts"], []],
    [["ada/src/a.ts"], []],
    [[...MOODLE, "late.zip", "Grades.csv"], ["Grades.csv"]],
  ])("of %j without %j is none", async (paths, skip) => {
    expect((await found(paths, skip)).doubts).toEqual([]);
  });

  test("skips only what is there", async () => {
    await expect(found(MOODLE, ["grades.csv"])).rejects.toThrow(/^--skip names 'grades\.csv': not in /);
  });
});
