import { assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { ChooseAccountPage } from "../../src/http/pages/choose_account.tsx";
import { ConsentPage } from "../../src/http/pages/consent.tsx";
import { FormPostPage } from "../../src/http/pages/form_post.tsx";
import { ProblemPage } from "../../src/http/pages/problem.tsx";
import { SetPasswordPage } from "../../src/http/pages/set_password.tsx";
import { SignInPage } from "../../src/http/pages/sign_in.tsx";
import { settingIn } from "./pages_samples.tsx";
import { tagsOf } from "./pages_tags.ts";

const setting = settingIn("en");
const texts = setting.texts;
const action = "/interaction";
const fields = { csrf: "token" };
const host = "prints.example.com";
const client = {
  name: "Photo Prints",
  host,
  target: host,
  unverified: false,
  onDevice: false,
  elsewhere: false,
};

/** The elements of one kind, as their attributes. */
function all(page: { toString(): string }, name: string): readonly Readonly<Record<string, string>>[] {
  return tagsOf(page.toString()).filter((tag) => tag.name === name).map((tag) => tag.attributes);
}

function input(page: { toString(): string }, name: string): Readonly<Record<string, string>> {
  return all(page, "input").find((attributes) => attributes.name === name)!;
}

Deno.test("the sign-in form names its inputs for password managers and posts them (HTML section 4.10.18.7)", () => {
  const page = <SignInPage {...{ setting, action, fields }} />;
  assertEquals(all(page, "form"), [{ method: "post", action }]);
  const username = input(page, "username");
  assertEquals([username.autocomplete, username.autocapitalize, username.spellcheck], [
    "username",
    "none",
    "false",
  ]);
  const password = input(page, "password");
  assertEquals([password.type, password.autocomplete], ["password", "current-password"]);
});

Deno.test("the sign-in form starts at the username, or at the password where the username is known", () => {
  const focused = (username?: string) =>
    all(<SignInPage {...{ setting, action, fields, username }} />, "input")
      .filter((attributes) => attributes.autofocus !== undefined).map((attributes) => attributes.name);
  assertEquals([focused(), focused(""), focused("mina")], [["username"], ["username"], ["password"]]);
});

Deno.test("signing in is what the Enter key does and cancelling needs no input", () => {
  const [first, second] = all(<SignInPage {...{ setting, action, fields }} />, "button");
  assertEquals(first, { type: "submit" });
  assertEquals(second, {
    type: "submit",
    class: "plain",
    name: "decision",
    value: "deny",
    formnovalidate: "",
  });
});

Deno.test("a refused sign-in is announced and tied to the password (WCAG 2.2 section 3.3.1)", () => {
  const page = <SignInPage {...{ setting, action, fields, problem: texts.signIn.failed }} />;
  assertEquals(all(page, "p")[0], { class: "problem", id: "problem", role: "alert" });
  assertEquals(input(page, "password")["aria-describedby"], "problem");
  assertStringIncludes(page.toString(), texts.signIn.failed);
});

Deno.test("consent is decided by two buttons, allow and deny", () => {
  const page = (
    <ConsentPage
      {...{
        setting,
        action,
        fields,
        client,
        account: { label: "mina" },
        scopes: [],
        claims: [],
        switchHref: "/a",
      }}
    />
  );
  const buttons = all(page, "button").map(({ type, name, value }) => [type, name, value]);
  assertEquals(buttons, [["submit", "decision", "allow"], ["submit", "decision", "deny"]]);
  assertEquals(all(page, "a").map((attributes) => attributes.href), ["/a"]);
});

Deno.test("consent shows what was agreed to before apart from what is new (OpenID Connect Core section 3.1.2.4)", () => {
  const scopes = [
    { name: "openid", known: true, isNew: false },
    { name: "email", known: true, isNew: true },
    { name: "prints:order", known: false, isNew: true },
    { name: "toString", known: true, isNew: true },
    { name: "phone", known: false, isNew: true },
  ];
  const claims = [
    { name: "birthdate", isNew: true },
    { name: "shoe_size", isNew: true },
    { name: "name", isNew: false },
  ];
  const page = (
    <ConsentPage
      {...{ setting, action, fields, client, account: { label: "mina" }, scopes, claims, switchHref: "/" }}
    />
  );
  const [asked, agreed] = [/<ul class="asked">.*?<\/ul>/, /<ul class="agreed">.*?<\/ul>/]
    .map((list) =>
      list.exec(page.toString())![0].replace(/<[^>]+>/g, "|").split(/\|+/).filter((text) =>
        text.trim() !== ""
      )
    );
  const custom = `${texts.consent.customScope} `, about = `${texts.consent.customClaim} `;
  const named = [texts.claims.birthdate, about, "shoe_size"];
  assertEquals(asked, [
    texts.scopes.email,
    ...[custom, "prints:order", custom, "toString", custom, "phone"],
    ...named,
  ]);
  assertEquals(agreed, [texts.scopes.openid, texts.claims.name]);
});

Deno.test("a client's host stands before its name and whole (RFC 7591 section 5)", () => {
  const host = `${"accounts.google.com.".repeat(6)}evil.example:8443`;
  const named = { ...client, name: "Google ".repeat(60), host };
  const page = <SignInPage {...{ setting, action, fields, client: named }} />;
  const shown = /<div class="client">.*?<\/div>/.exec(page.toString())![0].replace(/<[^>]+>/g, "");
  assertEquals(shown.startsWith(`${host}Google Google`), true);
  assertEquals(shown.length, host.length + 80);
});

Deno.test("only web addresses of a client become links, and they cannot reach back (RFC 7591 section 5)", () => {
  const links = (uri: string) =>
    all(
      <SignInPage
        {...{ setting, action, fields, client: { ...client, uri, policyUri: uri, tosUri: uri } }}
      />,
      "a",
    );
  for (
    const uri of ["javascript:alert(1)", "data:text/html,x", "\u0001javascript:x", "/own", "", "https://"]
  ) {
    assertEquals(links(uri), [], uri);
  }
  const attributes = { href: "https://a.example/", target: "_blank", rel: "noopener noreferrer" };
  for (const link of links("https://a.example")) {
    assertEquals(link, { ...attributes, title: texts.client.opensNewTab });
  }
  assertEquals(links("https://a.example").length, 3);
});

Deno.test("a client's logo is shown from this server only", () => {
  const sources = (logoSrc: string) =>
    all(<SignInPage {...{ setting, action, fields, client: { ...client, logoSrc } }} />, "img").slice(1);
  for (
    const address of [
      "https://a.example/l.png",
      "//a.example",
      "/\\a.example",
      "/\t/a.example",
      "data:,",
      "l.png",
    ]
  ) {
    assertEquals(sources(address), [], address);
  }
  assertEquals(sources("/logos/7").map((attributes) => attributes.src), ["/logos/7"]);
});

Deno.test("each signed-in account is a button, besides another account and cancel", () => {
  const accounts = [{ session: "s1", label: "Mina", detail: "mina@example.com" }, {
    session: "s2",
    label: "desk",
  }];
  const page = <ChooseAccountPage {...{ setting, action, fields, accounts }} />;
  const buttons = all(page, "button").map(({ name, value }) => [name, value]);
  assertEquals(buttons, [["session", "s1"], ["session", "s2"], ["session", "other"], ["decision", "deny"]]);
});

Deno.test("the form of an authorization response works by its button alone (Form Post Response Mode section 2)", () => {
  const address = "https://prints.example.com/callback?a=1&b=2";
  const page = <FormPostPage {...{ setting, action: address, fields: { code: "c", state: `"<&'` } }} />;
  assertEquals(all(page, "form"), [{ method: "post", action: address }]);
  assertEquals(all(page, "input").map(({ type, name, value }) => [type, name, value]), [
    ["hidden", "code", "c"],
    ["hidden", "state", `"<&'`],
  ]);
  assertEquals(all(page, "button"), [{ type: "submit" }]);
});

Deno.test("the set-password form tells password managers whose new password it is (HTML section 4.10.18.7)", () => {
  const page = <SetPasswordPage {...{ setting, action, fields, username: "mina", minimumLength: 12 }} />;
  const username = input(page, "username");
  assertEquals([username.autocomplete, username.value, username.hidden, username.readonly], [
    "username",
    "mina",
    "",
    "",
  ]);
  const password = input(page, "password");
  assertEquals([password.autocomplete, password.minlength, password.type], [
    "new-password",
    "12",
    "password",
  ]);
  assertEquals(password["aria-describedby"], "hint");
});

Deno.test("a problem shows its reference and leads back only where there is a way", () => {
  const page = <ProblemPage {...{ setting, ...texts.refusals.broken, reference: "7KQ4-M2XD" }} />;
  assertStringIncludes(page.toString(), "<code>7KQ4-M2XD</code>");
  assertStringIncludes(page.toString(), texts.problem.referenceHint);
  assertNotMatch(page.toString(), /<a /);
  const back = (
    <ProblemPage {...{ setting, ...texts.refusals.broken, reference: "7KQ4-M2XD", backHref: "/login" }} />
  );
  assertEquals(all(back, "a").map((attributes) => attributes.href), ["/login"]);
});
