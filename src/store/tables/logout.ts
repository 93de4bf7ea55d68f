import type { Stateful } from "./row.ts";

export interface LogoutDeliveryTable extends Stateful {
  readonly bucket: number;
  readonly id: string;
  readonly client_id: string;
  readonly account_id: string;
  readonly sid: string;
  readonly attempts: number;
  readonly next_attempt_at: number;
  readonly expires_at: number;
  readonly created_at: number;
}
