/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native and large server packages are loaded from node_modules, as the custom server does.
  serverExternalPackages: ["@prisma/adapter-libsql", "@libsql/client", "libsql", "@kubernetes/client-node", "pino", "@peculiar/x509"],
  devIndicators: false,
};
