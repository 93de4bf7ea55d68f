import { openShippedDatabase } from "./shipped_files.ts";

/** A tar archive is made of blocks of this size: a header, then its file's content, filled up (POSIX pax, ustar format). */
const block = 512;

const text = (header: Uint8Array, from: number, length: number): string =>
  new TextDecoder().decode(header.subarray(from, from + length)).replace(/\0.*$/s, "");

/** Reads a stream in portions of a wanted size. @returns the next bytes, at most `most` of them; empty at the end. */
function portions(stream: ReadableStream<Uint8Array>): (most: number) => Promise<Uint8Array> {
  const reader = stream.getReader();
  let rest = new Uint8Array();
  return async (most) => {
    while (rest.length === 0) {
      const { done, value } = await reader.read();
      if (done) return rest;
      rest = new Uint8Array(value);
    }
    const portion = rest.subarray(0, most);
    rest = rest.subarray(portion.length);
    return portion;
  };
}

/** Writes the files and directories of a tar archive into a directory, for their owner alone. */
async function untar(archive: ReadableStream<Uint8Array>, into: string): Promise<void> {
  const next = portions(archive);
  const header = new Uint8Array(block);
  const readHeader = async () => {
    for (let have = 0; have < block;) {
      const portion = await next(block - have);
      if (portion.length === 0) throw new Error("The shipped database is cut off");
      header.set(portion, have);
      have += portion.length;
    }
    return header[0] !== 0;
  };
  while (await readHeader()) {
    const path = `${into}/${text(header, 0, 100)}`;
    const size = parseInt(text(header, 124, 12), 8), isDirectory = text(header, 156, 1) === "5";
    if (isDirectory) Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
    if (isDirectory) continue;
    using file = Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
    for (let left = Math.ceil(size / block) * block, content = size; left > 0;) {
      const portion = await next(left);
      if (portion.length === 0) throw new Error("The shipped database is cut off");
      left -= portion.length;
      // Nobody is served yet, and a thousand small files are written faster without waiting for each.
      for (let part = portion.subarray(0, content); part.length > 0;) {
        const written = file.writeSync(part);
        part = part.subarray(written);
        content -= written;
      }
    }
  }
}

const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

/**
 * Puts the shipped database in place, where there is one and no database yet. It appears whole or not at all: what a
 * process that died left behind is not a database.
 *
 * @param path Where the database is to be. Its parent directory is there and held by the caller alone.
 */
export async function unpackDatabase(path: string): Promise<void> {
  if (await exists(path)) return;
  const shipped = await openShippedDatabase();
  if (!shipped) return;
  const aside = `${path}.unpacking`;
  if (await exists(aside)) await Deno.remove(aside, { recursive: true });
  await Deno.mkdir(aside, { mode: 0o700 });
  await untar(shipped.readable.pipeThrough(new DecompressionStream("brotli")), aside);
  await Deno.rename(aside, path);
}
