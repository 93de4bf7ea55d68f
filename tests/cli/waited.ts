/** Milliseconds for which a process could run but other programs had every core; 0 where the system does not tell. */
export const waited = (pid: number): Promise<number> =>
  Deno.readTextFile(`/proc/${pid}/schedstat`).then((text) => Number(text.split(" ")[1]) / 1e6, () => 0);
