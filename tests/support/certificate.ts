/** Certificates for servers of tests. */
import { assert } from "@std/assert";

/** Makes a self-signed certificate. @returns the paths of the PEM files. */
export async function makeCertificate(
  folder: string,
  name = "localhost",
): Promise<{ readonly cert: string; readonly key: string }> {
  const cert = `${folder}/${name}-cert.pem`, key = `${folder}/${name}-key.pem`;
  const options = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${name}`;
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [
      ...options.split(" "),
      ...["-addext", `subjectAltName=DNS:${name}`, "-addext", "basicConstraints=critical,CA:FALSE"],
      ...["-keyout", key, "-out", cert],
    ],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return { cert, key };
}
