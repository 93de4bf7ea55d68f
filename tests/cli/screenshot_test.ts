/** Pictures of pages for whoever reads the report. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { takePictures } from "../../src/cli/screenshot.ts";
import type { ModuleResult } from "../../src/conformance/run.ts";

/** A module that kept a page of an issuer. */
const resultWith = (url: string, html: string) =>
  ({ entries: [{ kind: "page", title: "Error page", url, html }] }) as unknown as ModuleResult;

const page = (script: string) =>
  `<!doctype html><html><head><link rel="stylesheet" href="/style.css"></head><body><p>Hello</p>${script}</body></html>`;

async function picture(css: string, script = ""): Promise<Uint8Array> {
  await using issuer = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(css, { headers: { "content-type": "text/css" } }),
  );
  const { pictures, lacking } = await takePictures([
    resultWith(`http://127.0.0.1:${issuer.addr.port}/oauth2/authorize?a=1&b="`, page(script)),
  ]);
  assertEquals([lacking, pictures.size], [undefined, 1]);
  return [...pictures.values()][0]!;
}

Deno.test("a picture shows a page with the style of its issuer, and no script of it runs", async () => {
  const [plain, styled] = [await picture(""), await picture("body { background: #063 }")];
  assertEquals([...plain.slice(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  assertNotEquals(plain, styled, "The style counts");
  const scripted = await picture("", `<script>document.body.style.background = "#063"</script>`);
  assertEquals(scripted, plain, "A script does not");
});

Deno.test("where there is no Chromium the report is told why it lacks pictures", async () => {
  Deno.env.set("CHROMIUM", "/nowhere/chromium");
  try {
    const { pictures, lacking } = await takePictures([resultWith("https://id.example/", page(""))]);
    assertEquals(pictures.size, 0);
    assert(lacking?.includes("there is no Chromium here"), lacking);
  } finally {
    Deno.env.delete("CHROMIUM");
  }
});

Deno.test("a run in which no page was kept needs no Chromium", async () => {
  assertEquals(await takePictures([]), { pictures: new Map() });
});
