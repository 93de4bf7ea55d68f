/** What the start tells a person, and who is never told how to become an administrator. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Started, welcomeLines } from "../../src/cli/welcome.ts";
import { openBrowser } from "../support/browser.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { openProvider } from "../support/provider.ts";
import { startServer } from "../support/server.ts";
import { atTerminal } from "./latchkey_io.ts";

const issuer = "http://localhost:8080";
const config = { issuer, development: true, databaseUrl: undefined, log: "text" } as const;
const atHome: Started = { config, terminal: true };
const linkIn = (lines: readonly string[]) => /http\S+\/admin-link\?link=\S+/.exec(lines.join("\n"))?.[0];

Deno.test("the first start at a terminal names issuer, pages and a link that makes the first administrator", async () => {
  const provider = await openProvider({ issuer });
  const lines = await welcomeLines(provider.deployment, atHome);
  assertEquals(lines.slice(0, 2), [
    `Issuer               ${issuer}`,
    `Home page            ${issuer}/`,
  ]);
  const browser = openBrowser(issuer, provider.send), page = await browser.open(linkIn(lines)!);
  const root = { username: "root", email: "root@example.com", password: "a good password" };
  assertEquals(new URL((await browser.submit(page, root)).url).pathname, "/account");
  assertEquals(linkIn(await welcomeLines(provider.deployment, atHome)), undefined);
});

const elsewhere: Readonly<Record<string, Started>> = {
  "where standard output is no terminal": { config, terminal: false },
  "on a PostgreSQL server": { ...atHome, config: { ...config, databaseUrl: "postgres://db/latchkey" } },
  "with an https issuer on loopback": { ...atHome, config: { ...config, issuer: "https://localhost:8080" } },
  "with a public issuer": {
    ...atHome,
    config: { ...config, issuer: "https://id.example", development: false },
  },
  "with a log for programs": { ...atHome, config: { ...config, log: "json" } },
};

for (const [where, started] of Object.entries(elsewhere)) {
  Deno.test(`no link that makes an administrator is offered ${where}`, async () => {
    const { deployment, db } = await openProvider({ issuer });
    const lines = await welcomeLines(deployment, started);
    assertEquals(linkIn(lines), undefined);
    assertEquals(await db.selectFrom("one_time_link").selectAll().execute(), []);
    assertEquals(lines.length === 0, started.config.log === "json");
  });
}

Deno.test("latchkey serve prints the link at a terminal, and not where its output goes elsewhere", async () => {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-welcome-" });
  await copyDataDir(`${folder}/data`);
  const env = { LATCHKEY_DATA_DIR: `${folder}/data`, LATCHKEY_LISTEN: "127.0.0.1:0", NO_COLOR: "1" };
  const { code, shown } = await atTerminal(env, ["serve"], [["within 15 minutes)", "\u0003"]]);
  assertEquals(code, 0, shown);
  assert(linkIn([shown]), shown);
  {
    await using server = await startServer({ dataDir: `${folder}/data` });
    await server.stop();
    const written = [...server.process.output, ...server.process.errors];
    assertMatch(written.join("\n"), /^Home page +http/m);
    assertEquals(linkIn(written), undefined);
  }
  await Deno.remove(folder, { recursive: true });
});
