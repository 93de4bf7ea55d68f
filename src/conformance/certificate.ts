import { Buffer } from "node:buffer";
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate and its private key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** One value of the Distinguished Encoding Rules (ITU-T X.690 section 10.1): tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts), size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const setOf = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
const integer = (bytes: Uint8Array) => der(0x02, bytes);
const text = (value: string) => der(0x0c, Buffer.from(value));
const octets = (value: Uint8Array) => der(0x04, value);
const bits = (value: Uint8Array) => der(0x03, Uint8Array.of(0), value);
const yes = der(0x01, Uint8Array.of(0xff));
const time = (at: Date) => der(0x18, Buffer.from(at.toISOString().replaceAll(/[-:T]|\.\d+/g, "")));

/** Object identifiers, encoded. */
const oid = {
  commonName: der(0x06, Buffer.from("550403", "hex")),
  subjectAltName: der(0x06, Buffer.from("551d11", "hex")),
  basicConstraints: der(0x06, Buffer.from("551d13", "hex")),
  ecdsaWithSha256: der(0x06, Buffer.from("2a8648ce3d040302", "hex")),
};

const hourMs = 60 * 60_000;

const pem = (label: string, bytes: Uint8Array) =>
  `-----BEGIN ${label}-----\n${
    Buffer.from(bytes).toString("base64").match(/.{1,64}/g)!.join("\n")
  }\n-----END ${label}-----\n`;

/**
 * Makes a self-signed certificate for a host on loopback, good for a day. The runtime signs but makes no certificates,
 * and one fixed structure is less than a package.
 *
 * @param host A DNS name; 127.0.0.1 is named beside it.
 * @see RFC 5280 section 4.1
 */
export function selfSigned(host: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid.ecdsaWithSha256), now = Date.now();
  const name = sequence(setOf(sequence(oid.commonName, text(host))));
  const alternatives = sequence(der(0x82, Buffer.from(host)), der(0x87, Uint8Array.of(127, 0, 0, 1)));
  const extensions = sequence(
    sequence(oid.subjectAltName, octets(alternatives)),
    sequence(oid.basicConstraints, yes, octets(sequence())),
  );
  const body = sequence(
    der(0xa0, integer(Uint8Array.of(2))), // version 3
    integer(Uint8Array.of(1, ...randomBytes(15))),
    algorithm,
    name,
    sequence(time(new Date(now - hourMs)), time(new Date(now + 24 * hourMs))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const certificate = sequence(body, algorithm, bits(sign("sha256", body, privateKey)));
  const key = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  return { cert: pem("CERTIFICATE", certificate), key };
}
