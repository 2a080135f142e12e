import type { Exportable } from "../exportable.ts";
import { SAMPLE_RESULTS } from "../../../pipeline/report/testing/sample-results.ts";
import type { Result } from "../../../pipeline/score/result.ts";

/** An English worksheet of Moodle, with quotes around cells that contain a space. */
export const MOODLE_ENGLISH = [
  'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"',
  '"Participant 101","Ada Lovelace",ada@example.org,"Submitted for grading",,100.00,Yes,"Thursday, 1 October 2026, 10:37 AM",-,',
  '"Participant 102","محمد الخوارزمي",m@example.org,"Submitted for grading",12.00,100.00,Yes,"Thursday, 1 October 2026, 10:37 AM","Friday, 2 October 2026, 9:00 AM","See me, please."',
  '"Participant 103","王小明",w@example.org,"Submitted for grading",,100.00,Yes,"Thursday, 1 October 2026, 10:37 AM",-,',
  '"Participant 104","=HYPERLINK(""x"")",h@example.org,"No submission",,100.00,Yes,-,-,',
  '"Participant 105","José Ángel",j@example.org,"Submitted for grading",,100.00,Yes,-,-,"Automatic checks: 3 / 100. Details are in report.html."',
  '"Participant 106","Kim Lee",k1@example.org,"Submitted for grading",,100.00,Yes,-,-,',
  '"Participant 107","Kim Lee",k2@example.org,"Submitted for grading",,100.00,Yes,-,-,',
  "",
].join("\n");

/** A German worksheet, with a byte order mark, semicolons, decimal commas and Windows line breaks. */
export const MOODLE_GERMAN = `\uFEFF${[
  'ID;"Vollständiger Name";E-Mail-Adresse;Status;Bewertung;Bestwertung;"Bewertung kann geändert werden";"Zuletzt geändert (Abgabe)";"Zuletzt geändert (Bewertung)";"Feedback als Kommentar"',
  'Teilnehmer/in101;"Ada Lovelace";ada@example.org;"Zur Bewertung abgegeben";;100,00;Ja;"Donnerstag, 1. Oktober 2026, 10:37";-;',
  'Teilnehmer/in102;"Jörg Müßig";j@example.org;"Zur Bewertung abgegeben";;100,00;Ja;"Donnerstag, 1. Oktober 2026, 10:37";-;',
  'Teilnehmer/in103;"王小明";w@example.org;"Keine Abgabe";;100,00;Ja;-;-;',
  "",
].join("\r\n")}`;

/** A worksheet in a language unknown to the exporter, without feedback comments. */
export const MOODLE_FINNISH = [
  'Tunniste,"Koko nimi",Tila,Arviointi,"Maksimi arvosana","Arvosanaa voidaan muuttaa","Viimeksi muokattu (arvosana)"',
  '"Osallistuja 101","Ada Lovelace","Lähetetty arvioitavaksi",,100.00,Kyllä,-',
  '"Osallistuja 102","Mika Häkkinen","Lähetetty arvioitavaksi",40.00,100.00,Kyllä,-',
  "",
].join("\n");

/** A gradebook of Canvas. */
export const CANVAS = [
  "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (900),Robustness lab (901),Assignments Current Score,Final Score",
  ",,,,,Manual Posting,,,",
  "    Points Possible,,,,,10.00,100.00,(read only),(read only)",
  '"Lovelace, Ada",101,s-1,ada,CS-433,9.00,,90.0,90.0',
  '"الخوارزمي, محمد",102,s-2,m.kh,CS-433,8.50,12.00,85.0,85.0',
  '"王, 小明",103,s-3,wang,CS-433,,EX,,',
  '"=1+1, Eve",104,s-4,eve,CS-433,-,,,',
  '"Student, Test",105,,4f2c,CS-433,,,,',
  "",
].join("\n");

/** A sample result. */
export function exportable(
  folder: string,
  outcome: keyof typeof SAMPLE_RESULTS,
  facts: Partial<Exportable> = {},
): Exportable {
  const result = SAMPLE_RESULTS[outcome] as Result;
  return { folder, result, ...facts };
}
