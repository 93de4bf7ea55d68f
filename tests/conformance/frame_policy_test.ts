import { assertEquals } from "@std/assert";
import { mayFrame } from "../../src/conformance/frame_policy.ts";

const page = new URL("https://id.example/oauth2/end_session");
const frame = new URL("https://app.example:8443/frontchannel-logout?iss=x");

const rows: readonly (readonly [policies: readonly string[], loads: boolean])[] = [
  [[], true],
  [["script-src 'none'"], true],
  [["default-src 'none'"], false],
  [["default-src 'none'; frame-src https://app.example:8443"], true],
  [["default-src *; frame-src 'none'"], false],
  [["default-src 'none'; child-src app.example:*"], true],
  [["frame-src https:"], true],
  [["frame-src http:"], true],
  [["frame-src data:"], false],
  [["frame-src *"], true],
  [["frame-src 'self'"], false],
  [["frame-src https://app.example"], false],
  [["frame-src https://*.example:8443"], true],
  [["frame-src https://*.app.example:8443"], false],
  [["frame-src https://app.example:8443/frontchannel-logout"], true],
  [["frame-src https://app.example:8443/front"], false],
  [["frame-src https://app.example:8443/", "frame-src 'self'"], false],
  [["frame-src *, frame-src 'none'"], false],
  [["FRAME-SRC HTTPS://APP.EXAMPLE:8443"], true],
];

Deno.test("a frame is loaded where each policy of the page lets it, as in a browser (CSP Level 3, frame-src)", () => {
  for (const [policies, loads] of rows) {
    assertEquals(mayFrame(policies, frame, page), loads, policies.join(" | "));
  }
  assertEquals(mayFrame(["frame-src 'self'"], new URL("https://id.example/inner"), page), true);
});
