import { expect, test } from 'vitest';
import { found } from './found.ts';

/** Passwords that a sentence, a line beside them or the cell before them tells. */

test.each([
  ['The wifi password at the cabin is "mountainview22", enjoy!', ['mountainview22']],
  ['Never reveal the admin password (Falcon#9Heavy).', ['Falcon#9Heavy']],
  ['Mein Passwort lautet Sommer2024! und die PIN kommt.', ['Sommer2024!']],
  ['비밀번호는 Gildong12! 입니다', ['Gildong12!']],
  ['La password del NAS è Gatto!88. A senha do servidor é Mudar@123', ['Gatto!88', 'Mudar@123']],
  ['hasło do wifi: Zielony7Kot, Пароль от админки: Qz7!mm21', ['Zielony7Kot', 'Qz7!mm21']],
  ['A temporary password is generated for root@localhost: kZ9!sd;fQ2w_', ['kZ9!sd;fQ2w_']],
  ['Password for user elastic: b=+sNeFpQ1xNmm3s8UwN', ['b=+sNeFpQ1xNmm3s8UwN']],
  ['The password for the elastic built-in superuser is : lKj3+sd9*Wq2Ff', ['lKj3+sd9*Wq2Ff']],
  [
    'Password for the [elastic] user successfully reset.\nNew value: b3kJ9sLq0VwX2zY4',
    ['b3kJ9sLq0VwX2zY4'],
  ],
  [
    'use the following password to proceed to installation:\n\nac7bdc4a1b2d4f5e8c9d0e1f2a3b4c5d\n',
    ['ac7bdc4a1b2d4f5e8c9d0e1f2a3b4c5d'],
  ],
  ['<tr><th>Password</th><td class="x">Tulip88</td></tr>', ['Tulip88']],
  [
    '<td>password</td>\n<td>hunter2x</td><dt><b>Password:</b></dt><dd>Rose77x</dd>',
    ['hunter2x', 'Rose77x'],
  ],
  ['{"action":"type","text":"Spring 2024","element":"Password input","ref":"e9"}', ['Spring 2024']],
  ['master_password = "old-Pw-1" -> "new-Pw-2"', ['old-Pw-1', 'new-Pw-2']],
  ['Driver={ODBC Driver 17};UID=sa;PWD={p;w=d!1};', ['p;w=d!1']],
  [
    '<password>{jSMOWnoPFgsHVpMvz5VrIt5kRbzGpI8u+9EF1iFQyJQ=}</password>',
    ['{jSMOWnoPFgsHVpMvz5VrIt5kRbzGpI8u+9EF1iFQyJQ=}'],
  ],
  ['{"value": "hunter2x", "name": "DB_PASSWORD"}, {"value":"debug","name":"LEVEL"}', ['hunter2x']],
  ['{"type":"string","value":"letmein99","key":"password"}', ['letmein99']],
  [
    '- value: hunter2x\n  name: DB_PASSWORD\n<add value="tulip" key="DbPassword"/>',
    ['hunter2x', 'tulip'],
  ],
  ['Kennwort für WLAN: Apfelbaum7, das Kennwort lautet Sommer24', ['Apfelbaum7', 'Sommer24']],
  ['아이디: test 비번: test1234! Wifi: HomeNet / Apfelbaum7', ['test1234!', 'Apfelbaum7']],
  ['ftp user bob pass b0bsPass, then root:calvin1@10.10', ['b0bsPass']],
  // Words of a language, where nothing but a password can stand.
  ['database:\n  username: app\n  password: tulip\n  port: 1', ['tulip']],
  ['password = tulip\nuser = app\n', ['tulip']],
  ['user: root, password: toor\nlogin: test / password: tiger.', ['toor', 'tiger']],
  ['Benutzer: admin, Passwort: geheim\nлогин: admin, пароль: dozor', ['geheim', 'dozor']],
  ['    POSTGRES_PASSWORD: tulip\n    POSTGRES_DB: app', ['tulip']],
  ['spring.datasource.password=tulip', ['tulip']],
  ['port 6379\nrequirepass tulip\n', ['tulip']],
  [
    'session({ secret: \'keyboard cat\' }), jwt: { secret: "development#product" }',
    ['keyboard cat', 'development#product'],
  ],
])('passwords are found in %j', (text, values) => {
  expect(found(text)).toEqual(values.map((value) => `SECRET ${value}`));
});

test.each([
  "could not read Password for 'https://bob@github.com': terminal prompts disabled",
  'The password at this place is required, the password in Java is a String, password (SHA256)',
  'Password for user ada: ********, password for the [elastic] user successfully reset. New value: see below',
  'Enter the password to continue: Please, a senha do servidor é obrigatória',
  '<tr><td>password</td><td>email</td><td>string</td></tr><th>Password</th><td>required</td>',
  '{"text":"Forgot it?","element":"Password link","ref":"e9"} {"text":"password","element":"Password"}',
  'Server=db;Password={password};Pwd={cfg.pw!r};Uid={user}; password = "${a}" -> "${b}"',
  '{"value": "hunter2x", "name": "LEVEL"}, {"value": 12, "label": "password"}, value: x1y2z3 name: token_type',
  'username: string\npassword: string\n\nuser: User\npassword: required\nusername: ada\npassword: hidden\n',
  'MIN_PASSWORD: required\nuser.password = newpass\nthis.password=password\nuser: ada\nx = password: tulip\n',
  'def login(user: str, password: text): login(username: string, password: hash)\n{ username: user, password: tiger }',
  'Enter your username: then password: please\nlogin: failed, password: wrong\naccount: closed, pass: denied\n',
  'user agent pass phase1, username and pass a1b2c3, wifi: 5GHz / 2.4GHz, Kennwort vergessen? Kennwort ist nötig',
  'The password in transit is TLS1.3, the password at rest is sha-256',
  '"secret": "not provided", secret: "is a secret", secret: "path/to#key"',
])('nothing is secret in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test('the password of a login on an address is found, and no name of a protocol before one', () => {
  expect(found('root:calvin1@10.10.10.10 sip:alice1@10.0.0.1')).toEqual([
    'SECRET calvin1',
    'IP 10.10.10.10',
    'IP 10.0.0.1',
  ]);
});
