// Tells the page of an app whether sign-ins of this browser changed since the app got its session_state (OpenID Connect
// Session Management section 3.2). Only who asks is answered. Where the cookie does not come, as with browsers that keep
// cookies from frames, the answer is `error`: `changed` would make the app ask for a sign-in again and again.
const { cookie } = document.currentScript.dataset;

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function judge(message, origin) {
  const [, client, stated, salt] = /^(\S+) ([\w-]+)\.([\w-]+)$/.exec(message) ?? [];
  const state = document.cookie.split("; ").find((pair) => pair.startsWith(`${cookie}=`))?.slice(
    cookie.length + 1,
  );
  if (client === undefined || !state || !globalThis.crypto?.subtle) return "error";
  const text = new TextEncoder().encode([client, origin, state, salt].join(" "));
  const digest = await crypto.subtle.digest("SHA-256", text);
  return base64url(new Uint8Array(digest)) === stated ? "unchanged" : "changed";
}

addEventListener("message", async ({ data, origin, source }) => {
  if (!source || source === window || origin === "null") return;
  source.postMessage(typeof data === "string" ? await judge(data, origin) : "error", origin);
});
