/** The steps of a person in a real browser. */
import type { Page } from "playwright-core";
import type { TestPerson } from "../support/provider.ts";

/** Fills in the sign-in page. */
export async function signIn(page: Page, { username, password }: TestPerson): Promise<void> {
  await page.getByLabel("Username or email").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Presses a button. */
export const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name }).click();
