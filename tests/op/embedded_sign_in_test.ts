/** Silent requests in frames of other sites, where the tenant's policy allows them. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { routes } from "../../src/http/routes.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, type Asked, authorizeAs, authorizeUrl } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";
import { addTenant } from "../support/tenant.ts";

const own = "__Host-lk_br_default", embedded = "__Host-lk_em_default";

async function start(issuer = "https://id.example") {
  const provider = await openProvider({ issuer }), { send } = provider;
  await setPolicy(provider, { embedded_sign_in: true });
  const client = await addClient(provider), person = await addPerson(provider);
  const written: string[] = [];
  const browser = openBrowser(issuer, async (address, init) => {
    const answer = await send(address, init);
    written.push(...answer.headers.getSetCookie());
    return answer;
  });
  const signIn = () => authorizeAs(provider, client, person, { browser });
  // What browsers send from a frame of another site: of our cookies, the one that is for that.
  const cookie = () => `${embedded}=${browser.cookies.get(embedded)}`;
  const framed = (path: string | URL) =>
    send(path, {
      headers: { cookie: cookie(), "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe" },
    });
  const silently = async (asked: Asked = {}) => {
    const answer = await framed(authorizeUrl(issuer, client, { prompt: "none", ...asked }));
    const { code, error } = answerIn({
      url: answer.headers.get("location")!,
      status: answer.status,
      html: "",
      headers: answer.headers,
    });
    return code === undefined ? error : "code";
  };
  return { ...provider, client, person, browser, written, signIn, cookie, framed, silently };
}

Deno.test("a frame of another site gets its silent answer by a cookie of its own, which scripts never see (OpenID Connect Core section 3.1.2.1)", async () => {
  const { browser, written, signIn, silently } = await start();
  await signIn();
  assertEquals(browser.cookies.get(embedded), browser.cookies.get(own));
  const [line] = written.filter((text) => text.startsWith(`${embedded}=`));
  assertMatch(line!, /; Path=\/; HttpOnly; Secure; SameSite=None$/);
  assert(written.filter((text) => text.startsWith(`${own}=`)).every((text) => text.includes("SameSite=Lax")));
  assertEquals(await silently(), "code");
});

Deno.test("a request in a frame that may need a page does not see who is signed in, and its page is in no frame (RFC 6749 section 10.13)", async () => {
  const { issuer, client, signIn, framed } = await start();
  await signIn();
  const asked = await framed(authorizeUrl(issuer, client)), place = asked.headers.get("location")!;
  assertEquals([asked.status, place.startsWith(`${issuer}/login?interaction=`)], [303, true]);
  const page = await framed(place);
  assertEquals([page.status, page.headers.get("x-frame-options")], [403, "DENY"]);
  assertMatch(page.headers.get("content-security-policy")!, /frame-ancestors 'none'/);
  await page.body?.cancel();
});

Deno.test("a frame of an app that nobody vouches for does not learn that somebody is signed in, until they agreed (OpenID Connect Core section 3.1.2.6)", async () => {
  const provider = await start(), { issuer, person, browser, signIn, framed, send } = provider;
  await signIn();
  const answersOf = async (origin: "open" | "admin") => {
    const client = await addClient(provider, {}, { origin });
    const silent = authorizeUrl(issuer, client, { prompt: "none" });
    const errorOf = ({ headers }: Response) => new URL(headers.get("location")!).searchParams.get("error");
    const before = [errorOf(await framed(silent)), errorOf(await send(silent))];
    await authorizeAs(provider, client, person, { browser });
    return [...before, errorOf(await framed(silent))];
  };
  assertEquals(await answersOf("open"), ["login_required", "login_required", null]);
  assertEquals(await answersOf("admin"), ["consent_required", "login_required", null]);
});

Deno.test("no other path takes the cookie for frames: with it alone nobody is signed in (RFC 9700 section 4.7)", async () => {
  const { signIn, cookie, send } = await start();
  await signIn();
  const others = routes.filter(({ path, reader }) => path !== "/oauth2/authorize" && reader === "page");
  const look = async (path: string, method: string, headers: Record<string, string>) => {
    const answer = await send(path, { method, headers, ...method === "POST" ? { body: "a=b" } : {} });
    const text = (await answer.text()).replaceAll(answer.headers.get("x-request-id")!, "");
    // Tokens and secrets of this very answer differ each time.
    return [answer.status, text.replaceAll(/[\w-]{43,}/g, ""), answer.headers.get("location")?.split("?")[0]];
  };
  for (const { path, methods } of others) {
    for (const method of Object.keys(methods)) {
      const type = { "content-type": "application/x-www-form-urlencoded" };
      assertEquals(
        await look(path, method, { ...type, cookie: cookie() }),
        await look(path, method, type),
        `${method} ${path}`,
      );
    }
  }
});

Deno.test("whoever signs out is signed out in frames, and once the policy is off no frame learns anything", async () => {
  const { browser, issuer, db, time, signIn, silently } = await start();
  await signIn();
  await setPolicy({ db, time }, {});
  assertEquals(await silently(), "login_required");
  await setPolicy({ db, time }, { embedded_sign_in: true });
  assertEquals(await silently(), "code");
  const kept = browser.cookies.get(embedded)!;
  await browser.submit(await browser.open(`${issuer}/oauth2/end_session`), { decision: "sign_out" });
  assertEquals([browser.cookies.get(own), browser.cookies.get(embedded)], [undefined, undefined]);
  browser.cookies.set(embedded, kept);
  assertEquals(await silently(), "login_required");
});

Deno.test("who was signed in before the policy was set is known in frames from the next request in a window on", async () => {
  const { db, time, issuer, client, browser, signIn, silently } = await start();
  await setPolicy({ db, time }, {});
  await signIn();
  assertEquals(browser.cookies.get(embedded), undefined);
  await setPolicy({ db, time }, { embedded_sign_in: true });
  await browser.open(authorizeUrl(issuer, client));
  assertEquals([browser.cookies.get(embedded), await silently()], [browser.cookies.get(own), "code"]);
});

Deno.test("on a developer's http there is no cookie for frames, whatever the policy says, and the policy is refused there (RFC 6265bis section 5.7)", async () => {
  const { written, signIn } = await start("http://localhost:8080");
  await signIn();
  assert(written.length > 0 && !written.some((line) => line.includes("lk_em_")), written.join("\n"));
  const { call } = await openAdmin();
  const { status, body } = await call("PATCH", "/tenant", { embedded_sign_in: true });
  assertEquals([status, body.errors[0].pointer], [400, "#/embedded_sign_in"]);
});

Deno.test("of two tenants on one host the one whose policy says so is known in frames, and its cookie is nobody's at the other", async () => {
  const server = await openProvider({ issuer: "https://id.example" });
  const one = await addTenant(server, "one", { policy: { embedded_sign_in: true } });
  const other = await addTenant(server, "other"), answers: (string | undefined)[] = [];
  const browser = openBrowser(one.issuer, one.send);
  for (const tenant of [one, other]) {
    const client = await addClient(tenant), person = await addPerson(tenant);
    await authorizeAs(tenant, client, person, { browser });
    const [name, value] = [...browser.cookies].find(([name]) => name.startsWith("__Host-lk_em_")) ?? [];
    assertEquals(name, `__Host-lk_em_${one.tenant}`, "one cookie, of the tenant that wants it");
    const cookie = `__Host-lk_em_${tenant.tenant}=${value}`;
    const silent = authorizeUrl(tenant.issuer, client, { prompt: "none" });
    const { headers } = await tenant.send(silent, { headers: { cookie } });
    const { code, error } = answerIn({
      url: headers.get("location")!,
      status: 303,
      html: "",
      headers,
    });
    answers.push(code === undefined ? error : "code");
  }
  assertEquals(answers, ["code", "login_required"]);
});
