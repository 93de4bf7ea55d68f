/**
 * The assertions of the standard library (same names, same signatures) over `node:assert/strict`, so that the tests
 * need no registry. The import map gives it the name `@std/assert`; one line there switches to the real one.
 */
import strict, { AssertionError } from "node:assert/strict";

export { AssertionError };

// A constructor, abstract ones included: assertions about errors and instances take one as a value.
// deno-lint-ignore no-explicit-any -- a constructor of any parameters is the point
type Constructor<T> = abstract new (...parameters: any[]) => T;

const shown = (value: unknown): string =>
  Deno.inspect(value, { depth: 6, sorted: true, strAbbreviateSize: 2000 });
const because = (message: string | undefined): string => message ? `: ${message}` : "";

/** Fails the test. */
export function fail(message?: string): never {
  throw new AssertionError({ message: `Failed assertion${because(message)}` });
}

/** Fails the test where the code is not meant to be reached. */
export function unreachable(message?: string): never {
  throw new AssertionError({ message: `Unreachable${because(message)}` });
}

/** Asserts that a value is truthy, and narrows it. */
export function assert(expression: unknown, message = ""): asserts expression {
  if (!expression) throw new AssertionError({ message: message || "Expected a truthy value" });
}

/** Asserts that a value is falsy. */
export function assertFalse(
  expression: unknown,
  message = "",
): asserts expression is false | 0 | "" | null | undefined {
  if (expression) {
    throw new AssertionError({ message: message || `Expected a falsy value, got ${shown(expression)}` });
  }
}

/** Asserts that two values are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  try {
    strict.deepStrictEqual(actual, expected);
  } catch (error) {
    if (message && error instanceof AssertionError) error.message = `${message}\n${error.message}`;
    throw error;
  }
}

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  strict.notDeepStrictEqual(actual, expected, message);
}

/** Asserts that two values are the same by `Object.is`, and narrows the first. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  strict.strictEqual(actual, expected, message);
}

/** Asserts that a value is neither null nor undefined, and narrows it. */
export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  if (actual === undefined || actual === null) {
    throw new AssertionError({ message: `Expected a value, got ${actual}${because(message)}` });
  }
}

/** Asserts that a text matches a pattern. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  if (!expected.test(actual)) fail(`expected a match of ${expected}${because(message)}\n${actual}`);
}

/** Asserts that a text does not match a pattern. */
export function assertNotMatch(actual: string, expected: RegExp, message?: string): void {
  if (expected.test(actual)) fail(`expected no match of ${expected}${because(message)}\n${actual}`);
}

/** Asserts that a text contains another. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError({
    message: `Expected the text to contain ${shown(expected)}${because(message)}\n${actual}`,
  });
}

/** Asserts that each expected element is deeply equal to some element of the list. */
export function assertArrayIncludes<T>(actual: ArrayLike<T>, expected: ArrayLike<T>, message?: string): void {
  const missing = Array.from(expected).filter((wanted) =>
    !Array.from(actual).some((found) => same(found, wanted))
  );
  if (missing.length === 0) return;
  throw new AssertionError({
    message: `Expected ${shown(actual)} to include ${shown(missing)}${because(message)}`,
  });
}

/** Asserts that every property named by the expected object, at any depth, is equal in the actual one. */
export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any -- the standard library's own signature: any object, interfaces included
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  message?: string,
): void {
  assertEquals<unknown>(projected(actual, expected), expected, message);
}

/** Asserts that a value is an instance of a class, and narrows it. */
export function assertInstanceOf<T>(
  actual: unknown,
  expectedType: Constructor<T>,
  message?: string,
): asserts actual is T {
  if (actual instanceof expectedType) return;
  throw new AssertionError({
    message: `Expected an instance of ${expectedType.name}, got ${shown(actual)}${because(message)}`,
  });
}

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  if (!(actual > expected)) ordered(actual, ">", expected, message);
}

/** Asserts `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  if (!(actual >= expected)) ordered(actual, ">=", expected, message);
}

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  if (!(actual < expected)) ordered(actual, "<", expected, message);
}

/** Asserts `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  if (!(actual <= expected)) ordered(actual, "<=", expected, message);
}

/** Asserts that a function throws, and returns what it threw; with a class and a text, that the error is such a one. */
export function assertThrows(body: () => unknown, message?: string): unknown;
export function assertThrows<E extends Error = Error>(
  body: () => unknown,
  ErrorClass: Constructor<E>,
  messageIncludes?: string,
  message?: string,
): E;
export function assertThrows(body: () => unknown, ...expected: ThrownExpectation): unknown {
  let thrown: unknown;
  try {
    body();
  } catch (error) {
    thrown = error;
    return judged(thrown, expected);
  }
  throw new AssertionError({ message: `Expected the function to throw${because(wordOf(expected))}` });
}

/** Asserts that a promise rejects, and resolves with the reason; with a class and a text, that it is such a one. */
export function assertRejects(body: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
export function assertRejects<E extends Error = Error>(
  body: () => PromiseLike<unknown>,
  ErrorClass: Constructor<E>,
  messageIncludes?: string,
  message?: string,
): Promise<E>;
export async function assertRejects(
  body: () => PromiseLike<unknown>,
  ...expected: ThrownExpectation
): Promise<unknown> {
  let promise: PromiseLike<unknown>;
  try {
    promise = body();
  } catch (error) {
    throw new AssertionError({
      message: `Expected a rejected promise, but the function threw ${shown(error)}${
        because(wordOf(expected))
      }`,
    });
  }
  try {
    await promise;
  } catch (error) {
    return judged(error, expected);
  }
  throw new AssertionError({ message: `Expected the promise to reject${because(wordOf(expected))}` });
}

type ThrownExpectation = [
  classOrMessage?: Constructor<Error> | string,
  messageIncludes?: string,
  message?: string,
];

const wordOf = ([first, , message]: ThrownExpectation) => typeof first === "string" ? first : message;

function judged(thrown: unknown, expected: ThrownExpectation): unknown {
  const [first, messageIncludes, message] = expected;
  if (typeof first !== "function") return thrown;
  assertInstanceOf(thrown, first, message);
  if (messageIncludes !== undefined) assertStringIncludes(thrown.message, messageIncludes, message);
  return thrown;
}

function ordered(actual: unknown, comparison: string, expected: unknown, message?: string): never {
  throw new AssertionError({
    message: `Expected ${shown(actual)} ${comparison} ${shown(expected)}${because(message)}`,
  });
}

function same(actual: unknown, expected: unknown): boolean {
  try {
    strict.deepStrictEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}

const plain = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === "object" && value !== null &&
  (Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value)));

// The part of `actual` that `expected` speaks of; lists compare element by element and keep their own length.
function projected(actual: unknown, expected: unknown): unknown {
  if (!plain(expected) || !isRecord(actual)) return actual;
  if (Array.isArray(expected)) {
    return Array.isArray(actual)
      ? actual.map((element, index) => projected(element, expected[index]))
      : actual;
  }
  const keys = Reflect.ownKeys(expected).filter((key) => key in actual);
  return Object.fromEntries(keys.map((key) => [key, projected(actual[key], expected[key])]));
}

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === "object" && value !== null;
