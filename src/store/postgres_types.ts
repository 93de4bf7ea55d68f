/**
 * How values look on the wire to PostgreSQL, so that they come back as they do from the embedded database. The driver
 * would ask the server for its array types on each new connection, and end the process where that is cut off; so the
 * arrays that there are stand here.
 */
import { Buffer } from "node:buffer";

/** bigint columns hold seconds and counts, far below 2^53: they are numbers. */
const bigint = { to: 20, from: [20], parse: Number, serialize: String };

/** Bytes without the further methods of Node's. */
const bytes = {
  to: 17,
  from: [17],
  parse: (text: string) => new Uint8Array(Buffer.from(text.slice(2), "hex")),
  serialize: (value: Uint8Array) => `\\x${Buffer.from(value).toString("hex")}`,
};

/** The elements of an array of one dimension without nulls (PostgreSQL manual section 8.15.6). */
const readElements = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^,{}]+)/gs)].map(([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replaceAll(/\\(.)/gs, "$1")
  );

const writeElements = (elements: readonly unknown[]) =>
  `{${elements.map((element) => `"${String(element).replaceAll(/["\\]/g, "\\$&")}"`)}}`;

const texts = { to: 1009, from: [1009], parse: readElements, serialize: writeElements };

const bigints = {
  to: 1016,
  from: [1016],
  parse: (text: string) => readElements(text).map(Number),
  serialize: writeElements,
};

/** Every type that the driver's own reading and writing does not suit, by object identifier. */
export const postgresTypes = { bigint, bigints, bytes, texts } as const;
