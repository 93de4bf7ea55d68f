/** The media type that a Content-Type names, in lower case and without parameters (RFC 9110 section 8.3.1). */
export const mediaTypeOf = (contentType: string | undefined): string | undefined =>
  contentType?.split(";")[0]?.trim().toLowerCase();
