export interface RefusalTable {
  readonly tenant: string;
  readonly bucket: number;
  readonly reference: string;
  readonly at: number;
  readonly path: string;
  readonly client_id: string;
  readonly error: string;
  readonly why: string;
  readonly trace: unknown;
  readonly expires_at: number;
}
