export { readWebhookConfig, type WebhookTarget } from "./config-file.ts";
