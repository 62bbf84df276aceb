import { afterEach, describe, expect, it, vi } from "vitest";
import { reason, sayer } from "@/app/modules/transfers/reasons";
import { locale } from "@/i18n";
import { transfer_reasons } from "@/i18n/words/transfer_reasons.fr";

const said = sayer(transfer_reasons);
/** With plain spaces, to be read here. */
const french = (why: string): string | null => said(why)?.replaceAll("\u00a0", " ") ?? null;

describe("a reason in French", () => {
  it("is found as it stands", () => {
    expect(french("says nothing")).toBe("ne dit rien");
    expect(french("says nothing.")).toBeNull();
    expect(french("it says nothing")).toBeNull();
    expect(french("")).toBeNull();
  });

  it("has what stood in the English one, in the quotation marks of French", () => {
    expect(french("says 'abc' where a number is expected")).toBe("dit « abc » là où un nombre est attendu");
    expect(french(`says "aujourd'hui" where a day is expected`)).toBe("dit « aujourd'hui » là où un jour est attendu");
    expect(french(`says '"l\\'un" \\\\' where a day is expected`)).toBe('dit « "l\'un" \\ » là où un jour est attendu');
    expect(french("`status` says 'gone', which became 'todo'")).toBe("« status » dit « gone », devenu « todo »");
    expect(french("is of the year 1066, outside 1900 to 2200")).toBe("est de l’année 1066, hors de 1900 à 2200");
    expect(french("nothing here knows “colour”")).toBe("rien ici ne connaît « colour »");
    expect(french("its label '' is not in the file")).toBe("son étiquette « » n’est pas dans le fichier");
  });

  it("keeps together what no line may part", () => {
    expect(said("nothing here knows “colour”")).toBe("rien ici ne connaît «\u00a0colour\u00a0»");
    expect(said("its file: has no id")).toBe("son fichier\u00a0: n’a pas d’identifiant");
  });

  it("says the reason within another one too", () => {
    expect(french("`due` says 'soon' where a day is expected: it is left out")).toBe("« due » dit « soon » là où un jour est attendu : laissé de côté");
    expect(french("`note` has no place here: left out of 12 documents")).toBe("« note » n’a pas de place ici : laissé de côté dans 12 documents");
    expect(french("“Report” has been changed since")).toBe("« Report » a été modifié depuis");
    expect(french("parent_id makes more than 20 levels: left out")).toBe("parent_id donne plus de 20 niveaux : laissé de côté");
    expect(french("its file: its bytes are not in the archive: put 'a.png' into a folder uploads beside it")).toBe("son fichier : son contenu n’est pas dans l’archive : placer « a.png » dans un dossier uploads à côté d’elle");
    expect(french("its file: something new")).toBe("son fichier : something new");
    expect(french("its file: its file: its file: has no id")).toBe("son fichier : son fichier : its file: has no id");
  });

  it("is the one that says most", () => {
    expect(french("`price` says 'x', which is no price: it is left out")).toBe("« price » dit « x », qui n’est pas un prix : laissé de côté");
    expect(french("BYDAY cannot be 0")).toBe("BYDAY ne peut pas être 0");
    expect(french("COUNT cannot be 0")).toBe("COUNT ne peut pas être 0");
  });

  it("is left to the hub where it is not known", () => {
    for (const why of ["title: String should have at most 300 characters", "says abc where a number is expected", " is missing", "“” ", "`a` says 'b"]) expect(french(why), why).toBeNull();
  });

  it("shows what somebody wrote as they wrote it, holes and markup too", () => {
    expect(french("“{0} {w1} $& <b>” is used by something newer")).toBe("« {0} {w1} $& <b> » sert à autre chose de plus récent");
    expect(french("says '{q1}' where a time is expected")).toBe("dit « {q1} » là où une date et une heure sont attendues");
  });

  it("is said of each template as it is filled in", () => {
    for (const [english, there] of Object.entries(transfer_reasons)) {
      const filled = english.replace(/\{(\w)?(\d)?\}/g, (_, sort: string) => (sort === "q" ? "'xyz'" : "xyz"));
      expect(french(filled), english).not.toBeNull();
      const holes = (text: string): number => text.split(/\{\w+\}/).length;
      expect(french(filled)!.split("xyz").length, english).toBe(holes(there));
    }
  });

  it("follows the house's rules", () => {
    for (const there of Object.values(transfer_reasons)) {
      expect(there).not.toMatch(/!|\p{L}'\p{L}|\u00a0|\u202f/u);
      expect(there).not.toMatch(/\b(tu|vous|ton|votre|vos)\b/i);
    }
  });
});

describe("the reasons of a report", () => {
  afterEach(() => void (locale.value = "en"));

  it("are in the language of who reads, and say where they are not", async () => {
    expect(reason("says nothing")).toEqual({ said: "says nothing", lang: "en" });
    locale.value = "fr";
    await vi.waitFor(() => expect(reason("says nothing")).toEqual({ said: "ne dit rien", lang: undefined }));
    expect(reason("something new")).toEqual({ said: "something new", lang: "en" });
    locale.value = "en";
    expect(reason("says nothing")).toEqual({ said: "says nothing", lang: "en" });
  });
});
