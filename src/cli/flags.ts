import { columns } from "./terminal.ts";

/** An option of a command. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  readonly summary: string;
  /** What follows it, as `--help` names it; absent: nothing does. */
  readonly takes?: string;
  readonly many?: boolean;
}

/** A flag that sets a member of a resource. */
export interface MemberFlag extends Flag {
  /** The member, from the outermost object on. */
  readonly path: readonly string[];
  readonly kind: "text" | "number" | "boolean" | "list" | "json";
}

/** Options as they were given, by name. */
export type Given = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** The schema of an object, as far as flags are made from it. */
export interface ObjectSchema {
  readonly properties: Readonly<Record<string, object>>;
  readonly patternProperties?: Readonly<Record<string, object>>;
}

interface Keywords {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly object[];
  readonly items?: object;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

/** What a flag takes, in a word. */
const placeholder = (schema: Keywords, member: string): string =>
  schema.enum ? "VALUE" : schema.type === "integer" ? "NUMBER" : /_uris?$/.test(member) ? "URI" : "TEXT";

const summaryOf = ({ description = "", items, enum: own }: Keywords): string => {
  const values = own ?? (items as Keywords | undefined)?.enum;
  return [description, values && `one of ${values.join(", ")}`].filter(Boolean).join(": ");
};

/** Whether an object is set as a whole: no flag could say which element of its lists, or which of any names, it means. */
const isDocument = ({ properties, patternProperties }: ObjectSchema) =>
  patternProperties !== undefined || Object.values(properties).some((member) => {
    const { items } = member as Keywords;
    return (items as Keywords | undefined)?.type === "object";
  });

/**
 * The flags that set an object's members: their names with dashes, a list's in the singular, to be given once for each
 * element.
 *
 * @param schema The object's own schema, so that no member is without a flag.
 * @param names Flags that have another name than their member.
 */
export function memberFlags(
  schema: ObjectSchema,
  names: Readonly<Record<string, string>> = {},
  outer: readonly string[] = [],
): readonly MemberFlag[] {
  return Object.entries(schema.properties).flatMap(([member, inner]): readonly MemberFlag[] => {
    const { anyOf, ...own } = inner as Keywords;
    const keywords = { ...anyOf?.[0] as Keywords | undefined, ...own };
    const path = [...outer, member];
    const name = names[member] ?? path.join("-").replaceAll("_", "-");
    const summary = summaryOf(keywords);
    switch (keywords.type) {
      case "object":
        if (isDocument(inner as ObjectSchema)) return [{ name, summary, path, kind: "json", takes: "JSON" }];
        return memberFlags(inner as ObjectSchema, names, path);
      case "boolean":
        return [{ name, summary, path, kind: "boolean" }];
      case "array": {
        if ((keywords.items as Keywords).type === "object") {
          return [{ name, summary, path, kind: "json", takes: "JSON" }];
        }
        const takes = placeholder(keywords.items as Keywords, member);
        return [{ name: name.replace(/s$/, ""), summary, path, kind: "list", takes, many: true }];
      }
      case "integer":
        return [{ name, summary, path, kind: "number", takes: "NUMBER" }];
      default:
        return [{ name, summary, path, kind: "text", takes: placeholder(keywords, member) }];
    }
  });
}

/** The value of a member. What is no number or no JSON goes as it is: the server says what it would accept. */
function valueOf({ kind }: MemberFlag, given: NonNullable<Given[string]>): unknown {
  if (kind === "number") return /^\d+$/.test(String(given)) ? Number(given) : given;
  if (kind !== "json") return given;
  try {
    return JSON.parse(String(given));
  } catch {
    return given;
  }
}

/** The members that the given flags set. */
export function membersFrom(flags: readonly MemberFlag[], given: Given): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const flag of flags) {
    const value = given[flag.name];
    if (value === undefined) continue;
    const [outer, inner] = flag.path;
    if (inner === undefined) members[outer!] = valueOf(flag, value);
    else members[outer!] = { ...members[outer!] as object | undefined, [inner]: valueOf(flag, value) };
  }
  return members;
}

/** The flags as `--help` lists them. */
export const describeFlags = (flags: readonly Flag[]): readonly string[] =>
  columns(flags.map(({ name, takes, many, summary }) => [
    `  --${name}${takes ? ` ${takes}` : ""}`,
    `${summary}${many ? `${summary && " "}(may be repeated)` : ""}`,
  ]));
