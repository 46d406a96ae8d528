export { outboxTransport } from './outbox.ts';
export { MessageRefused, type SmsTransport, type TextMessage } from './sms.ts';
export { twilioTransport, type TwilioAccount } from './twilio.ts';
export { webhookTransport } from './webhook.ts';
