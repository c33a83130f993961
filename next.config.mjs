/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native and large server packages are loaded from node_modules, as the custom server does.
  serverExternalPackages: ["@prisma/adapter-libsql", "@libsql/client", "libsql", "pino", "@peculiar/x509"],
  // `npm test` checks the types of everything; a start must not wait for it, nor fail by a test's.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Development would print the arguments of actions: kubeconfigs with their tokens among them.
  logging: { serverFunctions: false },
};
