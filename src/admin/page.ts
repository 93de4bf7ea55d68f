import Type, { type TSchema } from "typebox";
import { closed } from "./resource.ts";

/** How many rows a page has where the query does not say. */
const usual = 50;

/** The query parameters of a page: how many, and after which. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ description: "How many to list", minimum: 1, maximum: 200, default: usual }),
  ),
  after: Type.Optional(
    Type.String({ description: "The `next` of the page before", minLength: 1, maxLength: 200 }),
  ),
};

/** The schema of a page. @param name The member that has the rows. */
export const pageSchema = (name: string, row: TSchema) =>
  closed({
    [name]: Type.Array(row),
    next: Type.Union([Type.String(), Type.Null()], {
      description: "What `after` has to be for the next page; null on the last",
    }),
  });

/**
 * Reads one page.
 *
 * @param read Gives rows in their order, at most `limit`, after the row that `after` names.
 * @param idOf What `after` names a row by.
 */
export async function readPage<Row>(
  query: { readonly limit?: number; readonly after?: string },
  read: (page: { readonly limit: number; readonly after: string | undefined }) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): Promise<{ readonly rows: readonly Row[]; readonly next: string | null }> {
  const limit = query.limit ?? usual;
  // One more than fit tells whether there is a next page.
  const found = await read({ limit: limit + 1, after: query.after });
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? idOf(rows.at(-1)!) : null };
}
