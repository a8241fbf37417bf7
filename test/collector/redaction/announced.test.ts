import { expect, test } from 'vitest';
import { found } from './found.ts';

const WALLET = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const SHA1 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b';
const SIGNATURE = 'afa7f93106b8e30bc8a27e8758ab16754c79e2036968cf6d5a25dd920c5da604';
test.each([
  'gsm 691 442 1635',
  '<PHONE>4155550132</PHONE>',
  '☎ 612 14 56 12',
  '☎️ 612145612',
  '📞 +: 601 163 361',
  '📱512360271',
  'Anruf von 0664 139174',
  'appel de 0612310410',
  'phone: 4 1 5 5 5 5 0 1 3 2',
  'my number is 4-1-5-5-5-5-0-1-3-2',
  '{"phones":"4155550132"}',
  'Meine Nummer ist 0698249296',
  'Grüße\nAda\nT. 08-430 680 28',
  'M: (09537) 86477 | F: -',
  '{"toNumber":"4155550132"}',
  'sender_no=4155550132',
  'fromNo: 4155550132',
  'movil: 612145612',
  'nohp: 08123456789',
  'ph=4155550132',
])('a phone is announced in %j', (text) => {
  expect(found(text)).toEqual([expect.stringMatching(/^PHONE /)]);
});

test.each([
  ['name,phone\nAda,949403281\nBob,6912205856', ['949403281', '6912205856']],
  [JSON.stringify({ text: 'name,phone\nAda,6912205856' }), ['6912205856']],
  ['id;name;teléfono\n7;Ada;612145612', ['612145612']],
  ['"name","mobile"\n"Ada","2015679425"', ['2015679425']],
  ['| name | Phone number |\n| --- | --- |\n| Ada | 2015679425 |', ['2015679425']],
  ['姓名\t手机号\nAda\t15688012343', ['15688012343']],
  ['id,Tel.,name\n7,0805047536,Ada', ['0805047536']],
  [' id | contactNumber | name\n----+---+---\n 7 | 07751517294 | Ada\n(1 row)', ['07751517294']],
  ['id\tफ़ोन\tname\n11\t9017731880\tAda\n', ['9017731880']],
  ['имя,телефон\nAda,89123581979', ['89123581979']],
  [
    "INSERT INTO users (name, phone, at) VALUES ('Ada (7)', 5551234567, NOW()), ('O''Neil, B', '4155550132', NOW())",
    ['5551234567', '4155550132'],
  ],
  [JSON.stringify({ sql: 'INSERT INTO "u" ("mobile") VALUES ("5551234567")' }), ['5551234567']],
  ['INSERT INTO u (created, phone) VALUES (1732190400, "5551234567")', ['5551234567']],
  ['COPY users (name, phone) FROM stdin;\nAda\t5551234567\n\\.', ['5551234567']],
])('phones without groups are found in the column of %j', (text, phones) => {
  expect(found(text)).toEqual(phones.map((phone) => `PHONE ${phone}`));
});

test.each([
  [
    '{"phones":["4155550132","4155550133","4155550134"]}',
    ['4155550132', '4155550133', '4155550134'],
  ],
  ['{"phones":["4155550132",2015679425.0]}', ['4155550132', '2015679425']],
  [
    JSON.stringify({ phones: [4_155_550_132, 4_155_550_133] }, null, 4),
    ['4155550132', '4155550133'],
  ],
  [
    JSON.stringify({ n: [1_732_190_400], phones: ['030 901820', '089 1234567'] }),
    ['030 901820', '089 1234567'],
  ],
  [
    JSON.stringify({
      phones: Array.from({ length: 90 }, (_, n) => 4_155_550_100 + n),
      id: 4_155_550_132,
    }),
    Array.from({ length: 90 }, (_, n) => String(4_155_550_100 + n)),
  ],
])('phones of a list are found in %j', (text, phones) => {
  expect(found(text)).toEqual(phones.map((phone) => `PHONE ${phone}`));
});

test.each([
  ['name,tax_id\nAda,512 48 7639\nBob,"512487640"', ['512 48 7639', '512487640']],
  ['| name | taxId |\n|---|---|\n| Ada | 512 48 7639 |', ['512 48 7639']],
  [
    "insert into u(ssn, name) values('512487639', 'Ada'),(512487640,'Bob')",
    ['512487639', '512487640'],
  ],
])('social security numbers are found in the column of %j', (text, numbers) => {
  expect(found(text)).toEqual(numbers.map((number) => `US_SSN ${number}`));
});

test('social security numbers of a list are found, and cards whatever their check digits', () => {
  expect(found('{"ssns":["512487639", "512487640"],"id":512487641}')).toEqual([
    'US_SSN 512487639',
    'US_SSN 512487640',
  ]);
  expect(found('{"cards":[4111111111111111,4111111111111112]}')).toEqual([
    'CREDIT_CARD 4111111111111111',
    'CREDIT_CARD 4111111111111112',
  ]);
});

test.each([
  'id,phone\n1732190400,none',
  'name,phone\nsee 3704 0044 0532,syscalls: 125/126/179',
  'phones,sold,revenue\niPhone,1234567,7654321',
  '{"ids":["1732190400","1732190401"],"phone":null}',
  'created,phone_model\n1732190400,X1',
  '{"phone":null,"ids":["1732190400","1732190401"]}',
  '{"card":null,"order_ids":["4111111111111111",5500005555555559]}',
  'row 4 1 5 5 5 5 0 1 3 2 and 1-2-3-4-5-6-7',
  'T: 1024 2048 M: 4096 8192',
  'T: 12.5 30.1 40.2',
  'Bestellnummer ist 0698249296',
  'card layout 1 2 3 4 5 6 7 8 9 10 11 12',
  "INSERT INTO u (id, phone) VALUES (1732190400, NULL), ('1732190401', NULL); f(1732190400)",
])('no phone is in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  ['card 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', 'CREDIT_CARD 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
  ['PAN: 3782.822463.10005', 'CREDIT_CARD 3782.822463.10005'],
  ['my SSN is 5 1 2 4 8 7 6 3 9', 'US_SSN 5 1 2 4 8 7 6 3 9'],
  ['a=1&iban=NL91+ABNA+0417+1643+00&b=2', 'IBAN NL91+ABNA+0417+1643+00'],
  ['{"phone": 4155550132.0, "created": 1732190400.0}', 'PHONE 4155550132'],
  ['card number 4111111111111111.0', 'CREDIT_CARD 4111111111111111'],
  ['ssn=512487639.0;', 'US_SSN 512487639'],
  ['SSN: 512.48.7639', 'US_SSN 512.48.7639'],
  ['SSN 512/48/7639', 'US_SSN 512/48/7639'],
  ['from 2001:db8:3:4:5:6:7:8:443', 'IP 2001:db8:3:4:5:6:7:8'],
  ['from 2001:470:a::d199:50051', 'IP 2001:470:a::d199'],
])('one value is found in %j', (text, value) => {
  expect(found(text)).toEqual([value]);
});

test.each([
  ['name,password\nAda,x7Kq!pLm2\nBob,Falcon4846', ['x7Kq!pLm2', 'Falcon4846']],
  ['| user | Password |\n|---|---|\n| ada | `tiger-226x` |', ['tiger-226x']],
  ['"login"\t"db_password"\n"ada"\t"nw7PjZ7sgxa"', ['nw7PjZ7sgxa']],
  [JSON.stringify({ text: 'name,password\nAda,x7Kqpq!Lm2' }), ['x7Kqpq!Lm2']],
  ['echo "Falcon4846" | docker login -u ada --password-stdin ghcr.io', ['Falcon4846']],
  ["printf '%s' nw7PjZ7sgxa | helm registry login --password-stdin", ['nw7PjZ7sgxa']],
  ['unzip -P nw7PjZ7sgxa a.zip; 7z x -pL9UJ7jbue a.7z', ['nw7PjZ7sgxa', 'L9UJ7jbue']],
  ['psexec \\\\host -u ada -p vaeztr! cmd', ['vaeztr!']],
  ['jdbc:oracle:thin:app/gTfdIbinvB2G@db:1521:orcl', ['gTfdIbinvB2G']],
  [
    "IDENTIFIED WITH mysql_native_password AS '*5E688DD986A418DD177D90CBBAC494CD07A691AE'",
    ['*5E688DD986A418DD177D90CBBAC494CD07A691AE'],
  ],
  [`https://x.example/a?X-Amz-Signature=${SIGNATURE}`, [SIGNATURE]],
  ['User Id=app;Initial Catalog=shop;Password=secret;Encrypt=true', ['secret']],
  ['CREATE USER app IDENTIFIED BY SqLpa5sW0rD; -- now', ['SqLpa5sW0rD']],
  ["CREATE USER app IDENTIFIED WITH mysql_native_password BY 'SqLpa5sW0rD'", ['SqLpa5sW0rD']],
  ['CONFIG SET requirepass "nw7PjZ7sgxa"; masterauth tiger226x', ['nw7PjZ7sgxa', 'tiger226x']],
  ['127.0.0.1:6379> AUTH default nw7PjZ7sgxa\nOK', ['nw7PjZ7sgxa']],
  ["echo 'hunter2' | sudo -S ls; sudo -S <<< tiger", ['hunter2', 'tiger']],
  ['keytool -list -storepass changeit -keypass nw7PjZ7sgxa', ['changeit', 'nw7PjZ7sgxa']],
  ['net user ada P@ssw0rd! /add', ['P@ssw0rd!']],
  ['[["user", "ada"], ["password", "nw7PjZ7sgxa"]]', ['nw7PjZ7sgxa']],
  ["create user app identified by 'nw7PjZ7sgxa'", ['nw7PjZ7sgxa']],
  // Words of a language too, where the line can be nothing else.
  ['net use Z: \\\\fs01\\share tiger&wood /user:CORP\\ada', ['tiger&wood']],
  ['net use \\\\fs01\\share /user:ada "correcthorse"', ['correcthorse']],
  [
    "echo 'root:correcthorse' | sudo chpasswd; chpasswd <<< ada:tigerwood",
    ['correcthorse', 'tigerwood'],
  ],
  ['echo correcthorse | passwd --stdin root', ['correcthorse']],
  [
    'snmp-server community correcthorse RO\nsnmp-server community tiger7 RW 10',
    ['correcthorse', 'tiger7'],
  ],
  ['port 6379\nrequirepass correcthorse\n', ['correcthorse']],
  ['CONFIG SET requirepass correcthorse', ['correcthorse']],
  ['REDISCLI_AUTH=correcthorse redis-cli', ['correcthorse']],
  [
    'sshpass -p\'correcthorse\' ssh h; sshpass -p "tiger&wood" scp a h:',
    ['correcthorse', 'tiger&wood'],
  ],
  ["mysql -uroot -p'tiger&wood' shop; bcp a out b -U sa -P 'a,b;c'", ['tiger&wood', 'a,b;c']],
  ['db:5432:shop:app:correcthorse', ['correcthorse']],
  ['machine api.example.com\n  login ada\n  password correcthorse\n', ['correcthorse']],
  ['htpasswd -b /etc/.htpasswd ada correcthorse', ['correcthorse']],
  ['htpasswd -nbB ada tiger&wood && ls', ['tiger&wood']],
  ['mosquitto_passwd -b /etc/p ada correcthorse', ['correcthorse']],
  ['enable password correcthorse\nenable secret 0 tiger4846', ['correcthorse', 'tiger4846']],
  ['username ada privilege 15 password 0 correcthorse', ['correcthorse']],
  [' neighbor spine1 password correcthorse\n', ['correcthorse']],
  [
    'radius-server key correcthorse\ntacacs-server host aaa key 7 13061E010803',
    ['correcthorse', '13061E010803'],
  ],
  ['crypto isakmp key correcthorse address vpn.example', ['correcthorse']],
  ['Server=db;Initial Catalog=shop;User ID=ada;Password=tiger&wood4;', ['tiger&wood4']],
  [
    "smbclient //fs/s -U ada%correcthorse; smbclient //fs/s -U 'CORP\\\\ada%tiger&wood'",
    ['correcthorse', 'tiger&wood'],
  ],
  ['xfreerdp /v:host /u:ada /p:correcthorse', ['correcthorse']],
  ['lftp -u ada,correcthorse ftp.example.com', ['correcthorse']],
  ['sqlplus scott/correcthorse@orcl', ['correcthorse']],
  ['USER ada\nPASS tiger4846\n', ['tiger4846']],
  ['nmcli dev wifi connect home password correcthorse', ['correcthorse']],
  ['rabbitmqctl change_password ada correcthorse', ['correcthorse']],
  ["SET PASSWORD FOR 'ada' = PASSWORD('tiger4846')", ['tiger4846']],
  ['bindpw correcthorse\nrootpw --plaintext tigerwood', ['correcthorse', 'tigerwood']],
  [
    'usermod -p correcthorse ada; mosquitto_pub -u ada -P tigerwood -t a',
    ['correcthorse', 'tigerwood'],
  ],
  ['my secret is nw7PjZ7sgxa.', ['nw7PjZ7sgxa']],
  [
    'await page.getByLabel("Password").fill("sunflower"); cy.get("#password").type("tiger7")',
    ['sunflower', 'tiger7'],
  ],
  ["page.locator('input[name=\"password\"]').fill('tigerwood')", ['tigerwood']],
  ['driver.find_element(By.ID, "password").send_keys("tigerwood")', ['tigerwood']],
  [
    JSON.stringify({ args: '{"element":"Password field","ref":"e12","text":"tiger wood7"}' }),
    ['tiger wood7'],
  ],
  ['{"name": "Password", "type": "textbox", "ref": "e7", "value": "tigerwood"}', ['tigerwood']],
  ['{"user":"ada","passcode":"482913"} userPasscode = "7421"', ['482913', '7421']],
  ['mon mot de passe est Soleil24!, le mdp wifi est nw7PjZ7', ['Soleil24!', 'nw7PjZ7']],
  ['şifrem Aycicegi24, Şifrem "nw7PjZ7"', ['Aycicegi24', 'nw7PjZ7']],
  [
    'snmpset -v2c -clighthouse host.local sysName; snmpget -c"tigerwood" h',
    ['lighthouse', 'tigerwood'],
  ],
  [
    'AUTH LOGIN\r\n334 VXNlcm5hbWU6\r\nYWRh\r\n334 UGFzc3dvcmQ6\r\nc3VuZmxvd2Vy\r\n235 ok',
    ['c3VuZmxvd2Vy'],
  ],
  [
    JSON.stringify({ log: 'C: AUTH LOGIN YWRh\nS: 334 UGFzc3dvcmQ6\nC: c3VuZmxvd2Vy\nS: 235 ok' }),
    ['c3VuZmxvd2Vy'],
  ],
  ['> AUTH PLAIN AGFkYQBzdW5mbG93ZXI=\n< 235 ok', ['AGFkYQBzdW5mbG93ZXI=']],
  ['C: AUTH PLAIN\nS: 334 \nC: YWRhAGFkYQB0aWdlcg==\nS: 235', ['YWRhAGFkYQB0aWdlcg==']],
  ['my pw is Sunfl0wer!, mijn wachtwoord is Tulp24', ['Sunfl0wer!', 'Tulp24']],
  ['.bearer_auth("k9Jd8sHq2LmN4pRt6VwX").send()', ['k9Jd8sHq2LmN4pRt6VwX']],
  ["headers.setBearerAuth('k9Jd8sHq2LmN4pRt6VwX');", ['k9Jd8sHq2LmN4pRt6VwX']],
  ['wandb login --relogin 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', [SHA1]],
  ['curl_setopt($c, CURLOPT_USERPWD, "ada:tiger");', ['ada:tiger']],
  [
    'data:\n  password: |\n    sunflower\n  api_token: >-\n    a1b2c3d4e5f6a7b8c9d0\n',
    ['sunflower', 'a1b2c3d4e5f6a7b8c9d0'],
  ],
  [JSON.stringify({ yaml: 'a:\r\n  password: |-\r\n    tiger,7;wood' }), ['tiger,7;wood']],
  [
    '<wsse:Password Type="http://docs.oasis-open.org/x#PasswordText">sunflower</wsse:Password>',
    ['sunflower'],
  ],
  ["<Password\n  x='1' y='2'>tiger</Password>", ['tiger']],
  [
    '<key>password</key>\n\t<string>sunflower</string><key>user</key><string>ada</string>',
    ['sunflower'],
  ],
  [
    '<dict><key>apiToken</key><string>k9Jd8sHq2LmN4pRt6VwX</string></dict>',
    ['k9Jd8sHq2LmN4pRt6VwX'],
  ],
  ['db.corp.io:5432:shop:ada:nw7PjZ7sgxa\n*:*:*:bob:tiger226x', ['nw7PjZ7sgxa', 'tiger226x']],
  ['enable password 7 0822455D0A16', ['0822455D0A16']],
  ['password for deploy:IhqSb1Gg, MYSQLPASS: CeshE0ENPi', ['IhqSb1Gg', 'CeshE0ENPi']],
  [
    "Ada changed the password from Winter2023! to Spring2024!, password for bob from 'Tr0ub4dor&3' to 'c0rrectHorse9'",
    ['Winter2023!', 'Spring2024!', 'Tr0ub4dor&3', 'c0rrectHorse9'],
  ],
  [
    'jwt.sign({ id: user.id, roles: ["a", "b"] }, "s3cr3t-signing-k3y", { algorithm: "HS512" }); jwt.verify(token, \'Zx81kQpl02mm\')',
    ['s3cr3t-signing-k3y', 'Zx81kQpl02mm'],
  ],
  ['jwt.encode({"sub": f(1)}, "kj2h34kj2h3k4jh", algorithm="HS256")', ['kj2h34kj2h3k4jh']],
  [
    'app.use(cookieParser("a8f5f167f44f4964e6c998dee827110c"))',
    ['a8f5f167f44f4964e6c998dee827110c'],
  ],
  [
    'openssl enc -aes-256-cbc -in a -k Blu3Whale77; plink -ssh ada -pw Pl1nkPw7 ls',
    ['Blu3Whale77', 'Pl1nkPw7'],
  ],
  ['[redis:6379] AUTH nw7PjZ7sgxa\n> redis: AUTH ivanov7628', ['nw7PjZ7sgxa', 'ivanov7628']],
  [
    'postgres://app:Dragon1221@@db.internal:5432/prod mongodb://r:a@b1@@h/x',
    ['Dragon1221@', 'a@b1@'],
  ],
  ['{"db":{"user":"app","password":"*rZbDA#Sw8bdSKJL"}}', ['*rZbDA#Sw8bdSKJL']],
  [
    'https://b.example/o?Expires=1700000000&Signature=q8T3r0Zx1Yw9Vv7Uu5Ts3Rr1Qq9Pp7Oo5Nn3Mm1L&Key-Pair-Id=x',
    ['q8T3r0Zx1Yw9Vv7Uu5Ts3Rr1Qq9Pp7Oo5Nn3Mm1L'],
  ],
  [`seed phrase: ${WALLET}\nnote: mnemonic: ${WALLET}`, [WALLET, WALLET]],
  ['creds: ada / Hunter22!, login: admin/Welc0me!', ['Hunter22!', 'Welc0me!']],
])('passwords are found in %j', (text, values) => {
  expect(found(text)).toEqual(values.map((value) => `SECRET ${value}`));
});

test.each([
  '| Field | password |\n|---|---|\n| type | string |\n| minimum | 8 |',
  'error,password,retry\nThe password, which was reset in 2024, has expired, so ask again',
  'Enter a user name, password, or token.\nStep 2 of 3, see page12, and wait',
  'echo "$TOKEN" | docker login --password-stdin',
  'use it as a password as well as in 2024',
  'curl --user "$USER_NAME:$USER_PASSWORD" "$BASE_URL"; curl -u user:password https://x.example',
  'GRANT ALL ON a.* TO app IDENTIFIED BY your_password;',
  'Server=db;Password=secret; an example',
  "The user is identified by user1234, the node by 'i-0abc1234'",
  'The class is gpt4turbo, auth oauth2 and AUTH SHA256; AUTH LOGIN CRAM-MD5',
  '.bearer_auth("your_token_here") setBearerAuth("token") forBearer("Authorization") auth("k9Jd8sHq2LmN4pRt6VwX")',
  'le mot de passe est obligatoire, le mot de passe est valable 24h, şifrem 2024 yılında, il est utf8mb4',
  '250-AUTH LOGIN PLAIN\n250 AUTH PLAIN LOGIN\nAUTH LOGIN\n334 VXNlcm5hbWU6\nYWRh\nAUTH PLAIN c3VuZmxvd2Vy, MAIN x',
  'gcc -c main2.c -config app1 && bash -cx1 snmpwalk -v2c -cpublic sw1',
  '{"code":"4829137","zipcode":"94105","status_code":200,"passcode":"required"} barcode: 12345, passcode_length=6, mode: x1y2z3w4',
  '{"label":"Password","kind":"link","text":"Forgot it?"} {"name":"password","type":"string","value":"string"}',
  'page.getByLabel("Password").fill(process.env.PW1); page.getByText("Password").type("password")',
  'the pw is 20kW, the pw is sha256-hashed, pwd is /srv/app1',
  'my secret is 32bytes long, the secret is sha256-hashed, the secret is k8s-managed',
  'keytool -storepass $STOREPASS -keypass:env KP; net user admin /active:yes2; login user1234',
  'src/app.py:5432:main:func: value1 *:*:* curl -S -f x | sudo -S; foo.c:1234:a:b:c1d2e3',
  'CURLOPT_USERPWD, "$user:$pass" CURLOPT_USERPWD, "user:password"',
  'net use Z: \\\\fs01\\share /user:ada *; net use \\\\nas\\temp /user:ada; runas /user:ada cmd',
  'echo "$USER:$PASS" | chpasswd; echo ada:hello | grep passwd; echo "time:now" and /etc/passwd is',
  'snmp-server community public RO\nthe snmp-server community string is set, snmp-server community <name>',
  '# requirepass foobared\nset requirepass in redis.conf; the requirepass directive\nrequirepass yourpassword',
  'enable password protection\nenable password <word>\nEnable password reset\nenable secret PASSWORD',
  'machine x login y password $TOKEN, htpasswd -c file ada, htpasswd -b file ada $PW, `htpasswd -b FILE USER PASSWORD`, with',
  'PASS src/app1.test.ts\nPASS test2; bindpw $PW\nthe bindpw option of 2024',
  'mysql -p"$PW" and sshpass -p "$PW" ssh h; usermod -p {hash} ada; sqlplus scott/$PW@orcl',
  'the key 7 of the radius-server key option; lftp -u ada, x; sort -u a%b,c',
  'password: |\n  Please enter it here\npassword: >\n  required\npassword: |\nuser: ada7lovelace\n',
  '<password type="string">The password</password><password kind="x">string</password><Password a="b"/>',
  '<key>password</key><string>Enter it here</string><key>keyboard</key><string>sunflower</string><key>x',
  'moved the password from vault1 to vault, the password from step1 to the form',
  'jwt.verify(token, "RS256"); jwt.sign(x, "private.pem"); jwt.decode(t, { complete: true }, "HS256"); jwt.sign("a b")',
  'curl -k https://x.io/a1b2c3; openssl x509 -in a -key k; openssl dgst -k; plink -P 2222 h; mysql -pw',
  'From=a CallSid=CAb86dad28bc0e3d05991942fb991f4ab3 MessageSid: SMb86dad28bc0e3d05991942fb991f4ab3',
  'password: *default_pw2, *pass1 = x; char *password = *argv1; &Signature=v4 signature=q8T3r0Zx1Yw9Vv7Uu5Ts3Rr1',
  'login: auth/v2/api1, credentials: config/creds.json, login: 11/23/2026, credentials: user / password, login: a / b2',
  'a=1;Password=x&amp;b=2 ada@orcl scott/tiger@orcl PASSWORD("length") db:5432:shop:app:password',
])('nothing is secret in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  '[PHONE], order 2015679425',
  'call [PHONE] ref 2015679425',
  'card [CREDIT_CARD] order 5500005555555558',
  'SSN [US_SSN] ref 512487639',
  'my number is <PHONE>, the invoice number is 2024-00123',
  'my number is [REDACTED:PHONE], the invoice number is 2024-00123',
])('what was put in place of a value announces no other in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  'SKU: 608-287-2972',
  'Case No. 06-8260-1399, ticket 041-89-34636',
  'calls: 5643995',
  'viewBox="0 0 1024 1024"',
  'resolution 640-480-1280, pages 250-300-4000, ISBN-less 0-306-40615-2',
  'counts 398 023 283 6946',
  'IMEI 347722518012555',
  'EAN 4044292148511, GTIN-13: 4749396488593',
  'span be72d538ad04fcc8',
  'created 1732190400.0, price 123456789.0, 4111111111111111.5, version 512.48.7639',
])('nothing is a phone, a card or an IBAN in %j', (text) => {
  expect(found(text)).toEqual([]);
});
