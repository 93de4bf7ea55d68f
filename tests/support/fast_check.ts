/** fast-check as the tests have it: every property draws from one seed. The import map gives this the name `fast-check`. */
import { configureGlobal } from "npm-fast-check";
import { seed } from "./seed.ts";

configureGlobal({ seed });

export { default } from "npm-fast-check";
