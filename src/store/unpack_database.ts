import { readShippedDatabase } from "./shipped_files.ts";

/** A tar archive is made of blocks of this size: a header, then its file's content, filled up (POSIX ustar format). */
const block = 512;

/** A text in a header: it ends with its field, or with a zero byte before. */
const text = (header: Uint8Array, from: number, length: number): string =>
  new TextDecoder().decode(header.subarray(from, from + length)).replace(/\0.*$/s, "");

/** A file or directory in a tar archive. */
interface Entry {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly content: Uint8Array;
  /** All that the archive holds of it, header included. */
  readonly blocks: Uint8Array;
}

/** Reads a tar archive without links, whose paths are at most 100 bytes long. */
export function* entriesOf(archive: Uint8Array): Generator<Entry> {
  for (let at = 0, end; archive[at]; at = end) {
    const header = archive.subarray(at, at + block), content = at + block;
    const size = parseInt(text(header, 124, 12), 8);
    end = content + Math.ceil(size / block) * block;
    yield {
      path: text(header, 0, 100),
      isDirectory: text(header, 156, 1) === "5",
      content: archive.subarray(content, content + size),
      blocks: archive.subarray(at, end),
    };
  }
}

/** Writes the files and directories of a tar archive into a directory, for their owner alone. */
function untar(archive: Uint8Array, into: string): void {
  for (const { path, isDirectory, content } of entriesOf(archive)) {
    // Nobody is served yet, and hundreds of small files are written faster without waiting for each.
    if (isDirectory) Deno.mkdirSync(`${into}/${path}`, { recursive: true, mode: 0o700 });
    else Deno.writeFileSync(`${into}/${path}`, content, { createNew: true, mode: 0o600 });
  }
}

export const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

/**
 * Puts the shipped database in place, where there is one and no database yet. It appears whole or not at all: what a
 * process that died left behind is not a database.
 *
 * @param path Where the database is to be. Its parent directory is there and held by the caller alone.
 */
export async function unpackDatabase(path: string): Promise<void> {
  const packed = await exists(path) ? undefined : await readShippedDatabase();
  if (!packed) return;
  const aside = `${path}.unpacking`;
  if (await exists(aside)) await Deno.remove(aside, { recursive: true });
  await Deno.mkdir(aside, { mode: 0o700 });
  untar(packed, aside);
  await Deno.rename(aside, path);
}
