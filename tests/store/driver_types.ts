/** What every database gives back for the types that the tables use. */
import { assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "@std/assert";
import { sql } from "kysely";
import { isUniqueViolation } from "./unique_violation.ts";
