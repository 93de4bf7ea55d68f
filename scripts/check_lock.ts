/** Judges deno.lock: it must serve whoever checks the project out, whatever registry they use. */

/**
 * Names each line of the lock file that holds an address: with one, everybody would fetch from the author's registry.
 *
 * @param text The lock file.
 * @returns A line for each fault.
 */
export function addressesIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    /:\/\/|"tarball"/.test(line) ? [`deno.lock:${index + 1} holds an address: ${line.trim()}`] : []
  );
}
