/**
 * Markdown to safe HTML. Two walls: markdown-it makes no raw HTML, and DOMPurify lets only these tags and attributes
 * through. No images (they would tell a stranger who reads), no style attributes (the content security policy).
 * Fetched after the first paint: see `Markdown.tsx`.
 */
import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

const TAGS = [
  "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
  "table", "thead", "tbody", "tr", "th", "td", "span",
];
const ATTRIBUTES = ["href", "title", "class", "start", "target", "rel", "data-mention"];
const NOTE = /^\[\[([^[\]\n]{1,300})\]\]/;
const MENTION = /^@([A-Za-z0-9_]{2,30})/;

function make(breaks: boolean): InstanceType<typeof MarkdownIt> {
  const md = new MarkdownIt({ html: false, linkify: true, breaks });
  md.disable("image");
  md.inline.ruler.before("linkify", "mention", (state, silent) => {
    if (state.src.charCodeAt(state.pos) !== 0x40) return false;
    const before = state.pos > 0 ? state.src[state.pos - 1]! : " ";
    if (/[\w@./]/.test(before)) return false;
    const found = MENTION.exec(state.src.slice(state.pos, state.pos + 31));
    if (!found || state.linkLevel > 0) return false;
    if (!silent) {
      const token = state.push("mention", "", 0);
      token.content = found[1]!;
    }
    state.pos += found[0].length;
    return true;
  });
  md.renderer.rules["mention"] = (tokens, at) => {
    const name = md.utils.escapeHtml(tokens[at]!.content);
    return `<span class="at" data-mention="${name.toLowerCase()}">@${name}</span>`;
  };
  md.renderer.rules["link_open"] = (tokens, at, options, _, self) => {
    const token = tokens[at]!;
    const href = String(token.attrGet("href") ?? "");
    if (!href.startsWith("/")) {
      token.attrSet("target", "_blank");
      token.attrSet("rel", "noopener noreferrer");
    }
    return self.renderToken(tokens, at, options);
  };
  return md;
}

const chat = make(true);
const page = make(false);
// `[[title]]` leads to the note of that title: only in texts of one's own, a message may come from anybody.
page.inline.ruler.before("link", "note", (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.linkLevel > 0) return false;
  const found = NOTE.exec(state.src.slice(state.pos, state.pos + 305));
  const title = found?.[1]!.trim();
  if (!found || !title) return false;
  if (!silent) {
    state.push("link_open", "a", 1).attrs = [["href", `/notes?title=${encodeURIComponent(title)}`], ["class", "notelink"]];
    state.push("text", "", 0).content = title;
    state.push("link_close", "a", -1);
  }
  state.pos += found[0].length;
  return true;
});
const cache = new Map<string, string>();

/** HTML for a message (line breaks count) or a page (as in a document). */
export function renderMarkdown(text: string, style: "chat" | "page" = "chat"): string {
  const key = style + text;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const html = DOMPurify.sanitize((style === "chat" ? chat : page).render(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    // Not addresses, so not measured against the next line.
    ADD_URI_SAFE_ATTR: ["target", "rel", "start"],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i,
  });
  if (cache.size > 500) cache.delete(cache.keys().next().value!);
  cache.set(key, html);
  return html;
}
