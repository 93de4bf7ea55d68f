import { createHash } from "node:crypto";
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { markLetters } from "../../src/http/mark_letters.ts";
import { UpstreamMark } from "../../src/http/pages/upstream_mark.tsx";
import { upstreamPresets } from "../../src/protocol/upstream/presets/presets.ts";
import { assetPaths, assets } from "../../src/http/assets/assets.ts";
import { everyPage, locales, settingIn } from "./pages_samples.tsx";
import { tagsOf } from "./pages_tags.ts";

const pages = locales.flatMap((locale) =>
  [...everyPage(locale, { strange: "mina", own: "words" })].map(([name, html]) => ({
    name: `${name} in ${locale}`,
    locale,
    html,
  }))
);
const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>\u202egnp.exe\u2066\u0000&lt;`;
// deno-lint-ignore no-control-regex -- they are what is looked for
const reordering = /[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/;

Deno.test("every page is a document in its own language, with one title, one heading and one main landmark", () => {
  for (const { name, locale, html } of pages) {
    const tags = tagsOf(html);
    const count = (tag: string) => tags.filter((each) => each.name === tag).length;
    assert(html.startsWith("<!doctype html><html "), name);
    const root = { lang: locale, dir: settingIn(locale).texts.direction };
    assertEquals(tags.find((tag) => tag.name === "html")?.attributes, root, name);
    assertEquals([count("title"), count("h1"), count("main")], [1, 1, 1], name);
    assert(/<title>[^<]+ – Latchkey<\/title>/.test(html), name);
  }
});

Deno.test("no page holds an inline style, an inline script or an event handler", () => {
  for (const { name, html } of pages) {
    for (const tag of tagsOf(html)) {
      assert(tag.name !== "style", name);
      for (const key of Object.keys(tag.attributes)) {
        assert(key !== "style" && !key.startsWith("on"), `${name}: ${key}`);
      }
    }
    const scripts = html.match(/<script.*?<\/script>/gs) ?? [];
    const expected = name.startsWith("form_post")
      ? [`<script src="${assetPaths.formPost}" defer></script>`]
      : [];
    assertEquals(scripts, expected, name);
  }
});

Deno.test("every page loads nothing but assets that the server has", () => {
  const served = assets.map((asset) => asset.path);
  for (const { name, html } of pages) {
    const loaded = tagsOf(html).flatMap(({ name, attributes }) =>
      name === "link" ? [attributes.href!] : attributes.src === undefined ? [] : [attributes.src]
    );
    assert(loaded.includes(assetPaths.css), name);
    for (const path of loaded) assert(served.includes(path), `${name}: ${path}`);
  }
});

Deno.test("every visible input has a label and every id is used once (WCAG 2.2 section 3.3.2)", () => {
  for (const { name, html } of pages) {
    const tags = tagsOf(html);
    const labelled = tags.filter((tag) => tag.name === "label").map((tag) => tag.attributes.for);
    const visible = tags.filter((tag) =>
      tag.name === "input" && tag.attributes.type !== "hidden" && tag.attributes.hidden === undefined
    );
    for (const input of visible) {
      assert(labelled.includes(input.attributes.id), `${name}: ${input.attributes.name}`);
    }
    const ids = tags.flatMap((tag) => tag.attributes.id ?? []);
    assertEquals(new Set(ids).size, ids.length, name);
    const described = tags.flatMap((tag) => tag.attributes["aria-describedby"]?.split(" ") ?? []);
    for (const id of described) assert(ids.includes(id), `${name}: ${id}`);
  }
});

Deno.test("every page escapes what it is given", () => {
  const plain = everyPage("en", { strange: "mina", own: "words" });
  for (const [name, html] of everyPage("en", { strange: hostile, own: hostile })) {
    const elements = (page: string) => tagsOf(page).map((tag) => tag.name).filter((tag) => tag !== "wbr");
    assertEquals(elements(html), elements(plain.get(name)!), name);
  }
});

Deno.test("no page shows the characters with which others could reorder or hide its text (UTR 36)", () => {
  for (const [name, html] of everyPage("en", { strange: hostile, own: "words" })) {
    assertNotMatch(html.replace(/<[^>]*>/g, ""), reordering, name);
  }
});

Deno.test("a form carries its fields to the server as they were given", () => {
  const pages = everyPage("en", { strange: hostile, own: "words" });
  for (const name of ["sign_in", "consent", "choose_account", "form_post", "set_password", "create_admin"]) {
    const inputs = tagsOf(pages.get(name)!).filter((tag) => tag.attributes.type === "hidden");
    const fields = inputs.map((input) => [input.attributes.name, input.attributes.value]);
    assertEquals(fields, [["csrf", "words"], [hostile, "1"]], name);
  }
});

Deno.test("every page and its stylesheet stay under 30 KB together", () => {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const css = bytes(assets.find((asset) => asset.path === assetPaths.css)!.body);
  for (const { name, html } of pages) assert(bytes(html) + css < 30_000, `${name}: ${bytes(html) + css}`);
});

Deno.test("every ready-made upstream has a mark of one letter or two, any other one a key, for the eye alone", () => {
  const marks = [...upstreamPresets.keys(), "-"].map((preset) => {
    const tags = tagsOf(String(<UpstreamMark letters={markLetters(preset)} />));
    assertEquals(tags[0]!.attributes, { class: "mark", viewBox: "0 0 24 24", "aria-hidden": "true" });
    const drawn = tags.filter(({ name }) => name === "path").map(({ attributes }) => attributes.d);
    assert(drawn.length >= 1 && drawn.length <= 2 && !drawn.includes(undefined), preset);
    return drawn.join(" ");
  });
  assertEquals(marks.indexOf(marks.at(-1)!), marks.length - 1);
  assertEquals(
    ["google", "github", "authentik", "auth0", "-", "nobody"].map(markLetters),
    ["G", "GH", "A", "A0", "", ""],
  );
});

Deno.test("the address of an asset that may change names its content", () => {
  for (const { path, body } of assets.filter((asset) => asset.path !== "/assets/icon.svg")) {
    const digest = createHash("sha256").update(body).digest("hex").slice(0, 8);
    assertMatch(path, new RegExp(`^/assets/[a-z_]+\\.${digest}\\.(?:css|js)$`));
  }
  assertEquals(assets.map((asset) => asset.type.split(";")[0]), [
    "text/css",
    "text/javascript",
    "text/javascript",
    "image/svg+xml",
  ]);
});
