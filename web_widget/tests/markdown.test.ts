import { describe, expect, it } from "vitest";
import { renderMarkdown } from "@/components/markdown";

const dom = (text: string): HTMLElement => {
  const box = document.createElement("div");
  box.innerHTML = renderMarkdown(text);
  return box;
};

describe("markdown", () => {
  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](https://example.org/pixel.png)",
    "<a href='javascript:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<iframe src=//example.org></iframe>",
    "[x](  java\nscript:alert(1))",
    "`<img onerror=1>` <b onclick=x>y</b>",
    "|a|\n|:-:|\n|b|",
  ])("makes nothing active of %s", (text) => {
    const box = dom(text);
    expect(box.querySelector("script, img, svg, style, iframe, object, form, input")).toBeNull();
    for (const element of box.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        expect(attribute.name).not.toMatch(/^on|^style$|^src/);
        expect(attribute.value.trim().toLowerCase()).not.toMatch(/^(javascript|data|vbscript):/);
      }
    }
  });

  it("opens outside links apart and keeps inside ones here", () => {
    const box = dom("[out](https://example.org) [in](/tasks/1) https://example.org/a_b_c");
    const [out, inside, bare] = [...box.querySelectorAll("a")];
    expect(out?.target).toBe("_blank");
    expect(out?.rel).toContain("noopener");
    expect(inside?.getAttribute("target")).toBeNull();
    expect(bare?.textContent).toBe("https://example.org/a_b_c");
  });

  it("marks mentions but not addresses or code", () => {
    expect(dom("@Eko and @alice_2, a@b.org `@code`").querySelectorAll("[data-mention]")).toHaveLength(2);
    expect(dom("@Eko").querySelector("[data-mention]")?.getAttribute("data-mention")).toBe("eko");
  });

  it("keeps line breaks of a message", () => {
    expect(dom("a\nb").querySelector("br")).not.toBeNull();
  });

  it("leads from [[a title]] to the note in one's own texts, and nowhere in messages or code", () => {
    const box = document.createElement("div");
    const links = (text: string, style: "chat" | "page" = "page"): (string | null)[] => {
      box.innerHTML = renderMarkdown(text, style);
      return [...box.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    };
    expect(links("see [[Plan é]] and [[ b & c ]]")).toEqual(["/notes?title=Plan%20%C3%A9", "/notes?title=b%20%26%20c"]);
    expect(box.textContent?.trim()).toBe("see Plan é and b & c");
    expect(links('[["><img src=x onerror=alert(1)>]]')).toEqual(["/notes?title=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"]);
    expect(box.querySelector("img")).toBeNull();
    for (const text of ["`[[x]]`", "[[]]", "[[ ]]", "[[a\nb]]", "```\n[[x]]\n```"]) expect(links(text), text).toEqual([]);
    expect(links("[[x]]", "chat")).toEqual([]);
    expect(links("[[".repeat(5000))).toEqual([]);
  });
});
