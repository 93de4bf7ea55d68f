/** What a proxy in front of Latchkey needs, for each that people use. */
export const proxyLines = {
  nginx: (upstream: string) =>
    `location / {
  proxy_pass http://${upstream};
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_set_header X-Forwarded-Host "";
  proxy_set_header Forwarded "";
  proxy_set_header Client-Cert "";
}`,
  caddy: (upstream: string) =>
    `id.example.com {
  reverse_proxy ${upstream} {
    header_up -X-Forwarded-Host
    header_up -Forwarded
    header_up -Client-Cert
  }
}`,
  traefik: (upstream: string) =>
    `http:
  routers:
    latchkey: { rule: "Host(\`id.example.com\`)", service: latchkey, middlewares: [latchkey], tls: {} }
  middlewares:
    latchkey: { headers: { customRequestHeaders: { Forwarded: "", Client-Cert: "", X-Forwarded-Host: "" } } }
  services:
    latchkey: { loadBalancer: { servers: [{ url: "http://${upstream}" }] } }`,
} as const;

export type ProxyName = keyof typeof proxyLines;
