import { expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { smtpTransport } from '../../adapters/mail/smtp.ts';
import { mailServer } from '../support/mail-server.ts';

test.each([451, 550])('what a mail server says in a %d has an address in it, and goes into no error', async (code) => {
  const server = await mailServer();
  const transport = await smtpTransport(server.url, 'postern@example.com');
  try {
    server.refuse(code);
    const letter = { to: 'vic@example.com', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
    const error: unknown = await transport.send(letter).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    // As the log would have it: with whatever hangs on it.
    expect(inspect(error, { depth: 10 })).not.toContain('vic@');
    if (code === 451) expect(String(error)).toBe('Error: the mail server answered 451 to RCPT TO');
  } finally {
    transport.close();
    await server.stop();
  }
});
