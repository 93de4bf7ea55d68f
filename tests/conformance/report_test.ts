/** Reports of made runs: what programs and reviewers are told, and what nobody is. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { accept } from "../../src/conformance/acceptance.ts";
import { tagsOf } from "../../src/conformance/html.ts";
import { htmlReport } from "../../src/conformance/report_html.ts";
import { junitReport } from "../../src/conformance/report_junit.ts";
import type { Report } from "../../src/conformance/report.ts";
import { madeExchange, madeReport, madeResult } from "./made_results.ts";

const evil = `"><script>alert(1)</script>&\u0007`;

const secrets = ["s3cret-code-in-the-clear", "s3cret-token-in-the-clear", "s3cret-password"] as const;

const every = [
  madeResult(0, "PASSED"),
  madeResult(1, "WARNING", { reason: evil }),
  madeResult(2, "REVIEW", { reason: "Does the page say so?" }),
  madeResult(3, "SKIPPED"),
  madeResult(4, "FAILED", {
    reason: `${secrets[1]} came back`,
    secrets,
    entries: [
      madeExchange({
        url: `https://id.example/authorize?state=state-to-be-seen&code=${secrets[0]}`,
        headers: { cookie: `session=${secrets[1]}`, authorization: `Bearer ${secrets[1]}` },
      }),
      madeExchange({
        form: { username: "ada", password: secrets[2], code: secrets[0] },
        response: {
          headers: [["content-type", "application/json"], ["set-cookie", `session=${secrets[1]}`]],
          body: JSON.stringify({ access_token: secrets[1], token_type: "Bearer", evil }),
        },
      }),
      {
        kind: "page",
        title: "Sign-in",
        url: "https://id.example/login",
        html: `<p>Sign in ${secrets[0]}</p>${evil}`,
      },
      { kind: "note", text: `noted ${secrets[0]}` },
    ],
  }),
];

const html = (report: Report) => htmlReport(report, accept(report.results, report.measure));

Deno.test("a reviewer's page tells every verdict, reason, finding and exchange, and no secret", () => {
  const page = html(madeReport(every));
  for (const { planned, verdict } of every) {
    assertStringIncludes(page, planned.module.id);
    assertStringIncludes(page, `>${verdict}</span>`);
  }
  for (
    const seen of [
      "1 <span",
      "state-to-be-seen",
      "token_type",
      "subject.rule",
      "RFC 6749 section 1",
      "Sign in",
      "seed 7",
    ]
  ) assertStringIncludes(page, seen);
  assertStringIncludes(page, "The run is refused");
  for (const secret of secrets) assert(!page.includes(secret), secret);
  for (const secret of secrets) assert(!junitReport(madeReport(every)).includes(secret), secret);
});

Deno.test("a reviewer's page runs and loads nothing, whatever the issuer sent", () => {
  const page = html(madeReport(every)), tags = tagsOf(page);
  const names = new Set(tags.map(({ name }) => name));
  for (const name of ["script", "link", "img", "iframe", "object", "form"]) assert(!names.has(name), name);
  const addresses = tags.flatMap(({ attributes }) => [attributes.src, attributes.href, attributes.style])
    .filter((address) => address !== undefined);
  assert(addresses.length > 0);
  for (const address of addresses) assertMatch(address, /^#module-\d+$/);
  assert(!/url\(|@import/.test(page));
  assertMatch(page, /http-equiv="content-security-policy" content="default-src 'none'/);
});

Deno.test("a reviewer's page is in order for those who hear it: language, title, headings, table, links that lead somewhere", () => {
  const page = html(madeReport(every)), tags = tagsOf(page);
  assertMatch(page, /<html lang="en">/);
  assertMatch(page, /<title>.+<\/title>/);
  assertEquals(tags.filter(({ name }) => name === "h1").length, 1);
  const levels = tags.flatMap(({ name }) => /^h[1-6]$/.test(name) ? [Number(name[1])] : []);
  levels.forEach((level, at) =>
    assert(at === 0 || level <= levels[at - 1]! + 1, `h${level} after h${levels[at - 1]}`)
  );
  assert(tags.some(({ name }) => name === "caption"));
  for (const { name, attributes } of tags) if (name === "th") assert(attributes.scope);
  const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
  assertEquals(new Set(ids).size, ids.length);
  for (const { name, attributes } of tags) {
    if (name === "a") assert(ids.includes(attributes.href!.slice(1)), attributes.href);
  }
  assertMatch(page, /prefers-color-scheme: dark/);
});

Deno.test("a reviewer's page tells of what is expected by whom and until when", () => {
  const failed = madeResult(0, "FAILED");
  const expected = [{
    module: failed.planned.module.id,
    verdict: "FAILED" as const,
    says: "something else",
    reason: "Nobody needs it yet",
    owner: "sign-in",
    expires: "2026-06-01",
  }];
  const report = madeReport([failed], { expected });
  assertStringIncludes(html(report), "Expected until 2026-06-01: Nobody needs it yet (sign-in)");
  assertStringIncludes(html(report), "The run is accepted");
  assertMatch(junitReport(report), /failures="0" errors="0" skipped="1"/);
  assertStringIncludes(junitReport(report), "expected until 2026-06-01, sign-in: Nobody needs it yet");
});

Deno.test("a JUnit report is well-formed XML that counts failures and what was skipped", () => {
  const xml = junitReport(madeReport(every));
  assertMatch(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuite /);
  assertMatch(
    xml,
    /tests="5" failures="1" errors="0" skipped="2" time="3\.000" timestamp="2026-01-02T03:04:05"/,
  );
  assertEquals(xml.match(/<testcase /g)?.length, 5);
  assertEquals(xml.match(/<failure type="FAILED"/g)?.length, 1);
  assertMatch(xml, /<skipped message="REVIEW: Does the page say so\?"\/>/);
  assertMatch(xml, /<system-out>WARNING: subject\.rule: &quot;&gt;&lt;script&gt;/);
  assert(!xml.includes("\u0007"));
  const open: string[] = [];
  for (const [, close, name, rest] of xml.matchAll(/<(\/?)([a-z-]+)((?:[^>"]|"[^"<]*")*)>/g)) {
    if (close) assertEquals(open.pop(), name);
    else if (!rest!.endsWith("/")) open.push(name!);
  }
  assertEquals(open, []);
  assert(!/&(?!(amp|lt|gt|quot|#39);)/.test(xml));
});

Deno.test("a picture that was taken of a page is in the report itself", () => {
  const page = every[4]!.entries.find((entry) => entry.kind === "page")!;
  const report = { ...madeReport(every), pictures: new Map([[page, new Uint8Array([1, 2, 3])]]) };
  assertStringIncludes(html(report), '<img alt="Sign-in" src="data:image/png;base64,AQID">');
});
