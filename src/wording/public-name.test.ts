import { describe, expect, test } from 'vitest';
import { publicName, publicVersion, scrubbed } from './public-name.ts';

describe('scrubbed', () => {
  test.each([
    ['jane.doe@example.org', '(e-mail)'],
    ['Jane <jane+x@mail.example.co.uk>', 'Jane <(e-mail)>'],
    ['ünïcode@exämple.org', '(e-mail)'],
    ['jane@localhost', '(e-mail)'],
    ['https://linkedin.example/in/jane-doe?x=1', '(URL)'],
    ['see www.example.org now', 'see (URL) now'],
    ['linkedin.com/in/jane-doe', '(URL)'],
    ['postgres://ada:secret@db/x', '(URL)'],
    ['mailto:jane@example.org', '(URL)'],
    ['+33 6 99 12 00 07', '(telephone)'],
    ['+33699120007', '(telephone)'],
    ['call (555) 123-4567', 'call (telephone)'],
    ['555-123-4567', '(telephone)'],
    ['06 99 12 00 07', '(telephone)'],
    ['06.99.12.00.07', '(telephone)'],
    ['030/1234567', '(telephone)'],
    ['0151 23456789', '(telephone)'],
    ['33699120007', '(number)'],
    ['DE89 3704 0044 0532 0130 00', '(IBAN)'],
    ['GB82WEST12345698765432', '(IBAN)'],
    ['de89370400440532013000', '(token)'],
    ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', '(token)'],
    ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', '(token)'],
    ['AKIAIOSFODNN7EXAMPLE', '(token)'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.s5vZ', '(token)'],
    ['3fa85f64-5717-4562-b3fc-2c963f66afa6', '(token)'],
    ['9f86d081884c7d65', '(token)'],
    ['c2VjcmV0IHZhbHVlIG9mIGxlYWQ0Mg==', '(token)'],
  ])('%s becomes %s', (text, expected) => {
    expect(scrubbed(text)).toBe(expected);
    expect(scrubbed(`Role: ${text}, other`)).not.toContain(text);
  });

  test.each([
    'Banking',
    'Information Technology & Services',
    '10001-50000',
    '1,001-5,000 employees',
    '2026-02-20',
    '2026-02-20 12:05:00',
    '0.30000000000000004',
    '1.2345678901e-7',
    '12345678',
    '20260220120500',
    '0.3.0',
    '2026.02.19-1',
    'v1.2.3-rc1',
    'a1b2c3d',
    'Booking.com',
    'and/or',
    'AT&T',
    'Vice President, Sales (EMEA)',
    'Head of Growth – B2B/B2C',
    'très grand 東京',
    'Senior_Vice_President_of_Global_Sales_Operations',
    '(other)',
    '',
  ])('%s stays', (text) => expect(scrubbed(text)).toBe(text));
});

test('a shape that the cut would halve is gone before', () => {
  expect(publicName(`A lead, ${'jane.doe@example.org'}`, 14)).toBe('A lead, (e-ma…');
});

test('a commit as version is told from another by its first digits', () => {
  expect(publicVersion('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b')).toBe('9f86d08');
  expect(publicVersion('1.2.3')).toBe('1.2.3');
  expect(publicVersion('jane@example.org')).toBe('(e-mail)');
});
