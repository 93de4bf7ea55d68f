import { isJsonObject, isShallowJson, type JsonObject } from "../domain/json.ts";

/** What is read of the parameter at most, in characters. */
const longest = 2000;

/**
 * The name in the parameter `user` of an authorization response, as claims. Nobody signed it: it went through the
 * person's browser, who may be called as they like, so nothing else of it counts.
 *
 * @see {@link https://developer.apple.com/documentation/signinwithapple/configuring-your-webpage-for-sign-in-with-apple}
 */
export function nameInResponse(user: string | undefined): JsonObject {
  if (user === undefined || user.length > longest || !isShallowJson(user)) return {};
  const name = nameIn(user);
  if (!isJsonObject(name)) return {};
  const { firstName: given_name, lastName: family_name } = name;
  const parts = [given_name, family_name].filter((part) => typeof part === "string" && part !== "");
  return { given_name, family_name, ...(parts.length > 0 ? { name: parts.join(" ") } : {}) };
}

function nameIn(user: string): unknown {
  try {
    const document: unknown = JSON.parse(user);
    return isJsonObject(document) ? document.name : undefined;
  } catch {
    return undefined;
  }
}
