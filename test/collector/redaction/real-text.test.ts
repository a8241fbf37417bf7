import { expect, test } from 'vitest';
import { found } from './found.ts';

/** Shapes met in real logs, transcripts of agents, pictures, lock files and code, where nothing is anybody's. */
test.each([
  // HDFS: date, time and thread.
  '081111 011254 17716 WARN dfs.DataNode: Got exception',
  'nanosMax = +999999999',
  'Q 1672 791 1378 66 \nQ 1194 -400 613 -1306 \nL 222 -1306 \nz',
  // Outlines of letters in SVG, and fractions without a zero.
  'Q 4231 4575 4609 4403 \nQ 4111 1111 1111 1111 \nQ 2969 1431 2969 969 \nz',
  'd="M 4111 1111 1111 1111 z"',
  'Lonzo,.4111111111111111,-.4111111111111111,( .4111111111111111 )',
  '0 0 .4111.1111.1111.1111l1.2-.3',
  'c.552 0 1.034.21 1.448.633.414.404.655.86.724 1.37.138.95-.034 1.89-.517 2.822z',
  'c3.29,1.9-5.41,4.39-4.99,5.12.3.45,1.16.25,2.55-.17.12',
  // Random numbers of 64 bits: traces, hashes, tests.
  'dd.trace_id=4012888888881881007 dd.span_id=4012888888881881015',
  '{"log":{"B":4012888888881881007}}',
  'trace_id=4111111111111111 seed: 4111111111111111',
  'id: ee39a9f7-5a79-4b0a-9815-d36b3cf28d3e',
  'INVALID_ISBN = "068-556-98-45"; let cell_index=cell_index+100000000',
  '61 1090 1014 0000 0712 1981 2874, CR05 1520 2001 0262 8406 6',
  // Versions: packages of Windows, browsers, gems, headings of comments.
  'Package_for_KB3121255~31bf3856ad364e35~amd64~~6.1.1.0, ApplicableState: 112',
  'Mozilla/5.0 (Windows NT 5.1; en-US; rv:1.9.2.3) Gecko/20100401',
  '  specs:\n    activesupport (7.2.3.2)\n      base64\n      i18n (>= 1.6.0.1)\n',
  '\n// 7.18.1.1  Exact-width integer types\n',
  // Tests that passed and passes over a picture.
  '{"FAIL_TO_PASS": ["test_sparse_matrix"], "PASS_TO_PASS": ["test_CL_RL", "test_add"]}',
  'FAIL_TO_PASS = "FAIL_TO_PASS"\nAPPLY_PATCH_PASS = ">>>>> Applied Patch"\nINSTALL_PASS = ">>>>> Init Succeeded"',
  'colors = {"pass": "\\033[102;30mpass\\033[0m"}',
  '5. **Only then, an LLM review pass**: non-blocking inline suggestions',
  '/**\n * Second pass: interleave pruned placeholder rows',
  // Code and what programs print of objects.
  'def f(is_password: FilterOrBool = False) -> None:',
  '"derivePassword": derivePassword,\n',
  'MUST_CHANGE_PASSWORD = "must_change_password"',
  'app wtoken = AppWindowToken{9f4ef63 token=Token{a64f992 ActivityRecord{de9231d u0',
  'Bad activity token: android.os.BinderProxy@2bd79ce',
  'no event name for stream/token: com.apple.xpc.activity/4505: 132',
  'session_api_key = base62.encodebytes(os.urandom(32))',
  '_p("openai-api-key", r"sk-(?:proj-)?[A-Za-z0-9_-]{20,}")',
  'See the [JSON Web Token spec](https://tools.ietf.org/html/rfc7519) for more',
  'use windows::Win32::Security::Authorization::ConvertStringSidToSidW;',
  'headers: {\n  Authorization: writeToken,\n}',
  '"user_password": "Username/password authentication."',
  '"SubjectUserSid": "S-1-5-21-2555720767-1205513275-3893774561-1001"',
  'Value:preferred,},EnvVar{Name:DSN,Value:$(MYSQL_USER):$(MYSQL_PASSWORD)@tcp($(MYSQL_HOST):3306)/',
  'token: params.token?.substring(0, 2) + "****"',
  'user.password:\n      sensitivity: high',
  '- username: Vendor Public Key\n- password: SomeVendor Secret Key',
  'adduser --disabled-password --no-create-home app',
  '[1password]: https://1password.com/',
  // Agents name what they run by hashes.
  String.raw`"crew_key\":\"4d5b21867b638a1846a38dc4af8e29a4\",\"task_key\": \"b465f86cdaeb68be07239ef62e75944d\"`,
  '[{"key": "9ac73818a528f9f1a3f1067bc358e549", "id": "5b92f546-1c6e-4a0b-9a53-0c2f4e0f7c11"}]',
  'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx sk-proj-XXXXXXXXXXXXXXXXXXXXXXXXXXXX',
  'postgres://${DB_USER:-app}:${DB_PASS:-secret}@db, password: "${DB_PASS:-changeme}", ${DB_PASSWORD:?set it}',
  'Bump libfoo from 1.2.3.4 to 1.2.3.5, updated from 10.2.3.4, range ~10.2.3.4',
  'bytes a1:b2:c3:d4:e5:f6, 12345:db8::1, delta: +45077655, unter 6468740841 Zeilen',
  // Lock files.
  'google-auth = ">=1.25.0,<3.0dev"',
  '"requires": { "parse-passwd": "^1.0.0" }',
  '  integrity sha512-cKW7/wOcfdRHaZ7VWtqCztfHri/++YKmP51OdWeGPuqCOba6Q5Pw==\n\nkind-of@^6.0.0, kind-of@^6.0.2:',
  // Commands and paths.
  'curl -s https://x.io && date -u +%Y-%m-%dT%H:%M:%SZ',
  'docker run --name mongo -p 127.0.0.1:27017:27017 -d mongo:latest',
  'docker run --rm -it -v $(pwd):/var/www image',
  'sudo: vagrant : TTY=pts/0 ; PWD=/home/vagrant ; USER=root',
  "('file:///etc/passwd', 'file'),",
  `data: ${'AAAAEAACowAAAAAQAADhAAAABAAAqMAAAAAEAAA4QAAAAAQAAKjAAAAABAAAO'}\n        EAA${'AAAEAACowAAAAAQAADhAAAABAAAqMAAAAAEAAA4QAAAAAQAAKjAAAAABAAAOEAAAAAE'}`,
])('nothing is found in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  ['Q 4111 1111 1111 1111 was charged', 'CREDIT_CARD 4111 1111 1111 1111'],
  ['paid with card 4012888888881881007', 'CREDIT_CARD 4012888888881881007'],
  ['Ada|4111111111111111|x', 'CREDIT_CARD 4111111111111111'],
  ['customer=4111111111111111', 'CREDIT_CARD 4111111111111111'],
  ['call 098123 45678', 'PHONE 098123 45678'],
  ["VALUES (N'ada@corp.io', N'x')", 'EMAIL ada@corp.io'],
  ["to=b'ada@corp.io'", 'EMAIL ada@corp.io'],
  ["from n'golo@corp.io, today", "EMAIL n'golo@corp.io"],
  ['ping ee (10.1.2.3)\n', 'IP 10.1.2.3'],
  ['node: 80.83.4.223. Then', 'IP 80.83.4.223'],
  ['edge 192.168.4.7 is down', 'IP 192.168.4.7'],
  ['~~170.17.96.58~~', 'IP 170.17.96.58'],
  ['https://ipinfo.io/8.8.4.4/json', 'IP 8.8.4.4'],
  ['GET /users/110.52.84.184/orders', 'IP 110.52.84.184'],
  ['node:2001:db8::1', 'IP 2001:db8::1'],
  ['source:fe80::88ff:430f:a5f1:b7f1', 'IP fe80::88ff:430f:a5f1:b7f1'],
  ['GET /users/536-62-0973/orders', 'US_SSN 536-62-0973'],
  ['Try again: +16815264036. Thanks', 'PHONE +16815264036'],
  ['to_number=(71)%205901-0371', 'PHONE (71)%205901-0371'],
  ['erreichbar unter 0340817293', 'PHONE 0340817293'],
  ['DB_PASSWORD: ${DB_PASSWORD:-postgres123}', 'SECRET postgres123'],
  ['a   1/1     READY           0          1m8s   192.168.172.11', 'IP 192.168.172.11'],
  ['blocked: `10.0.0.0/8`', 'IP 10.0.0.0/8'],
  ['{"key": "9ac73818a528f9f1a3f1067bc358e549"}', 'SECRET 9ac73818a528f9f1a3f1067bc358e549'],
  ['password:\n  hunter2 is it', 'SECRET hunter2'],
  ['DB_PASS="changed-since-2019"', 'SECRET changed-since-2019'],
  ['db_pwd=/x9Kq2/Lm', 'SECRET /x9Kq2/Lm'],
  ['mongosh -u ada -p Falcon:4846', 'SECRET Falcon:4846'],
  ['Authorization: AbCdEfGhIjKlMnOp', 'SECRET AbCdEfGhIjKlMnOp'],
])('what stands in %j is found all the same', (text, value) => {
  expect(found(text)).toEqual([value]);
});
