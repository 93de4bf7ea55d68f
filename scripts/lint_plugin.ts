/**
 * The project's own lint rules, run by `deno lint`: the domain is pure, only some folders touch the runtime, nothing is
 * re-exported, and only one file writes the state of a machine.
 */

/** What a pure function has no business with, by name, and what to do instead. */
const impure: Readonly<Record<string, string>> = {
  Date: "take `now` as an argument",
  performance: "take `now` as an argument",
  crypto: "take what is random, or a digest, as an argument",
  fetch: "take what was fetched as an argument",
  WebSocket: "take what was received as an argument",
  Deno: "the domain knows no runtime",
  process: "the domain knows no runtime",
  globalThis: "the domain knows no runtime",
  console: "return what is to be told",
  setTimeout: "time is an argument",
  setInterval: "time is an argument",
  queueMicrotask: "the domain is synchronous",
};

/** Where `Deno` may be named: the edges of the program. */
const runtimeAllowed = ["src/main.ts", "src/cli/", "src/store/", "src/crypto/", "src/http/"];

/** The only file that writes a `state` column. */
const stateWriter = "src/store/transition.ts";

const writers = ["set", "values", "doUpdateSet"];

const stateInSql = [
  /\bupdate\b.*\bset\b(?:(?!\bwhere\b).)*?(?<![\w.])"?state"?\s*=/is,
  /\binsert\s+into\b[^(]*\([^)]*\bstate\b/is,
];

/** The file's path from `src/` on, or undefined for a file elsewhere. */
const inSource = (filename: string): string | undefined =>
  filename.match(/(?:^|\/)(src\/(?!.*\/src\/).*)$/)?.[1];

const inDomain = (context: Deno.lint.RuleContext) =>
  inSource(context.filename)?.startsWith("src/domain/") ?? false;

/** True where the identifier is a name of something else: a property, a key, a member. */
function isLabel(node: Deno.lint.Identifier): boolean {
  const parent = node.parent as Deno.lint.Node & { property?: unknown; key?: unknown; computed?: boolean };
  if (parent.type === "MemberExpression") return parent.property === node && !parent.computed;
  if ("key" in parent) {
    return parent.key === node && !parent.computed;
  }
  return parent.type === "TSQualifiedName" && parent.right === node;
}

const domainPurity: Deno.lint.Rule = {
  create(context) {
    if (!inDomain(context)) return {};
    const report = (node: Deno.lint.Node, message: string) => context.report({ node, message });
    const asynchronous = (node: { async?: boolean } & Deno.lint.Node) => {
      if (node.async) {
        report(node, "An async function in the domain: decide on what is known, let the flow wait");
      }
    };
    return {
      Identifier(node) {
        const remedy = Object.hasOwn(impure, node.name) && !isLabel(node) ? impure[node.name] : undefined;
        if (remedy) report(node, `${node.name} in the domain: ${remedy}`);
      },
      "MemberExpression[object.name='Math'][property.name='random']"(node: Deno.lint.Node) {
        report(node, "Math.random in the domain: take what is random as an argument");
      },
      FunctionDeclaration: asynchronous,
      FunctionExpression: asynchronous,
      ArrowFunctionExpression: asynchronous,
      AwaitExpression: (node) => report(node, "await in the domain: decide on what is known"),
      ThrowStatement: (node) => report(node, "throw in the domain: a refusal is a value, return it"),
      ClassDeclaration: (node) => report(node, "A class in the domain: functions and readonly data"),
      ClassExpression: (node) => report(node, "A class in the domain: functions and readonly data"),
    };
  },
};

const runtime: Deno.lint.Rule = {
  create(context) {
    const path = inSource(context.filename);
    if (!path || inDomain(context) || runtimeAllowed.some((place) => path.startsWith(place))) return {};
    return {
      Identifier(node) {
        if (node.name !== "Deno" || isLabel(node)) return;
        context.report({
          node,
          message: `Deno outside ${runtimeAllowed.join(", ")}: take what it gives as an argument`,
        });
      },
    };
  },
};

const noReexport: Deno.lint.Rule = {
  create(context) {
    if (!inSource(context.filename)) return {};
    const message = "A re-export hides where a thing lives: import it from its own file";
    return {
      ExportAllDeclaration: (node) => context.report({ node, message }),
      ExportNamedDeclaration(node) {
        if (node.source) context.report({ node, message });
      },
    };
  },
};

/** The properties that a statement's argument would write, looked for where values are built in place. */
function written(node: Deno.lint.Node | null): Deno.lint.Node[] {
  switch (node?.type) {
    case "ObjectExpression":
      return node.properties.flatMap((property) =>
        property.type === "SpreadElement" ? written(property.argument) : [property]
      );
    case "ArrayExpression":
      return node.elements.flatMap((element) => written(element));
    case "ConditionalExpression":
      return [...written(node.consequent), ...written(node.alternate)];
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return written(node.expression);
    case "ArrowFunctionExpression":
      return written(node.body);
    case "CallExpression": // rows.map((row) => ({ … }))
      return node.arguments.flatMap((argument) => written(argument));
    default:
      return [];
  }
}

const names = (node: Deno.lint.Node, name: string): boolean => {
  const key = node.type === "Property" && !node.computed ? node.key : node;
  return key.type === "Identifier" ? key.name === name : key.type === "Literal" && key.value === name;
};

const oneStateWriter: Deno.lint.Rule = {
  create(context) {
    const path = inSource(context.filename);
    if (!path || path === stateWriter) return {};
    const report = (node: Deno.lint.Node) =>
      context.report({
        node,
        message: `Only ${stateWriter} writes a state column: fire the machine's event`,
      });
    const judgeText = (node: Deno.lint.Node, text: string) => {
      if (stateInSql.some((pattern) => pattern.test(text))) report(node);
    };
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || !writers.some((name) => names(callee.property, name))) {
          return;
        }
        const [first] = node.arguments;
        written(first ?? null).filter((property) => names(property, "state")).forEach(report);
        // Elsewhere `.set("state", …)` is a query parameter of OAuth.
        if (path.startsWith("src/store/") && first?.type === "Literal" && first.value === "state") {
          report(node);
        }
      },
      TemplateLiteral: (node) => judgeText(node, node.quasis.map((quasi) => quasi.raw).join("?")),
      Literal(node) {
        if (typeof node.value === "string") judgeText(node, node.value);
      },
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "latchkey",
  rules: {
    "domain-purity": domainPurity,
    "runtime-at-the-edges": runtime,
    "no-reexport": noReexport,
    "one-state-writer": oneStateWriter,
  },
};

export default plugin;
