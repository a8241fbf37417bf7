import type { PiiType } from '../../../src/main/collector/redaction/pii-type.ts';
import * as values from './random-values.ts';
import { createRandom, pick, type Random } from './random-values.ts';

/** A text and where its personal data is; made up, and the same in every run. */
export interface LabelledText {
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly type: PiiType;
  }[];
}

const VALUES: Readonly<Record<PiiType, (random: Random) => string>> = {
  EMAIL: values.email,
  CREDIT_CARD: (random) => {
    const number = values.card(random);
    return pick(random, [number, values.grouped(number, ' '), values.grouped(number, '-')]);
  },
  US_SSN: values.ssn,
  PHONE: values.phone,
  IP: values.ip,
  IBAN: values.iban,
  SECRET: values.secret,
};

/** Where values stand in spans: `{}` is the value. */
const CARRIERS: readonly string[] = [
  'Please write to {} about it.',
  '{}',
  '[{"role":"user","content":"My details: {}, thanks"}]',
  '{"arguments":"{\\"value\\":\\"{}\\",\\"ok\\":true}"}',
  'level=info msg="seen {}" code=200',
  'line one\\n{}\\nline three',
  '<value>{}</value>',
  'Is ({}) right?',
  'name,value,x\nanna,{},1',
  "INSERT INTO t VALUES ('{}', 1)",
  '请联系 {} 谢谢',
];

/** Values in languages and notations of many kinds, each between «kind: and ». */
const ELSEWHERE: readonly string[] = [
  'пароль: «SECRET:Qwerty123», Пароль «PHONE:+7 495 123-45-67»',
  '密码：«SECRET:Abc12345» 手机号 «PHONE:13912345678»',
  'パスワード: «SECRET:Abc12345»',
  '비밀번호: «SECRET:Abc12345!»',
  'mot de passe : «SECRET:Azerty123!»',
  'hasło: «SECRET:Tajne123», şifre=«SECRET:Gizli123», mật khẩu: «SECRET:BiMat123»',
  '{"senha":"«SECRET:segredo»"}',
  '<user><password>«SECRET:S3cret99»</password><phone>«PHONE:+14155550132»</phone></user>',
  'тел. «PHONE:8 (495) 123-45-67»',
  'телефон «PHONE:8 495 123-45-67»',
  'Telefonnummer «PHONE:089/123456», numer telefonu «PHONE:22 123 45 67»',
  'написал «EMAIL:иван@почта.рф» вчера',
  'Karte 1: «CREDIT_CARD:5105.1051.0510.5100»',
  'https://api.telegram.org/bot«SECRET:123456789:AAEhBOweik6ad9r_Bkxg3Uo5gIXy1234567»/send',
  'key «SECRET:sk-kimi-AbCdEf0123456789AbCdEf0123456789AbCdEf01»',
  'GET /search?phone=«PHONE:%2B14155550132»&x=1',
  'callback=tel%3A«PHONE:%2B49%2030%20901820»',
  'url=https%3A%2F%2Fx.io%2F%3Fmail%3D«EMAIL:ada%2540corp.io»',
  'Authorization%3A%20Bearer%20«SECRET:abcdEFGH1234567890xyzTOKEN»',
  'next=https%3A%2F%2Fapp%3A«SECRET:hunterPW22»%40db.internal%2Fx',
  'body: username%3Dbob%26password%3D«SECRET:Sup3rS3cret»%26go%3D1',
  'smtp://bob%40corp.io:«SECRET:hunter22»@mail.corp.io:587',
  'contact «EMAIL:用户@例子.公司» now, 联系 «EMAIL:张伟@example.com» 谢谢, 邮件到«EMAIL:ada@corp.io»',
  'راسل «EMAIL:محمد@example.com» الآن، «EMAIL:فاطمة.القاسم2@zoho.com» «EMAIL:דוד.כהן77@example.co.il» «EMAIL:रवि.कुमार5@example.in»',
  'the invoice number is 2024-00123, my license number is 2270-66-1551 and the order number is 4155550132; my Israeli number is «PHONE:09-7625400»',
  'call «PHONE:042 078 6381»-office, «PHONE:(22) 154-300»-mobile',
  'Personal Info:\nPhone:\n«PHONE:60-56-85-91»\n\nE-mail:\n«EMAIL:ada@corp.io»\nFax:\r\n  «PHONE:467 3395»\nSSN:\n«US_SSN:536228726»\nNext\n467 3395',
  'คุณ«EMAIL:ada@example.co.th»: ดู«EMAIL:ada7@example.co.th»',
  'इमेल «EMAIL:राम@example.in», 메일 «EMAIL:홍길동@example.co.kr», «EMAIL:νίκος@example.gr»',
  'mysql -u root -p«SECRET:S3cretPw» shop && mysqldump --password=«SECRET:S3cretPw» shop',
  '["mysqladmin","-u","root","-p«SECRET:hunter»"], ["docker","login","-p","«SECRET:hunter22»"]',
  'curl -sS -uada:«SECRET:hunter22» https://x.io/api',
  'curl --proxy-user bob:«SECRET:pw4proxy» https://x.io',
  'sshpass -p «SECRET:hunter22» ssh bob@host; redis-cli -h cache -a «SECRET:hunter22» ping',
  'ldapsearch -D cn=admin -w «SECRET:hunter22» -b dc=x; deploy --api-key «SECRET:abcDEF123456789ghi»',
  'Server=db,1433;User Id=sa;Password=«SECRET:hunter22»;Encrypt=true;Pwd=«SECRET:hunter23»;',
  '//registry.npmjs.org/:_authToken=«SECRET:abcdef12-3456-7890-abcd-ef1234567890»',
  'PGPASSWORD=«SECRET:secretpw» psql; export MYSQL_PWD=«SECRET:hunter»',
  'AWS_SECRET_ACCESS_KEY=«SECRET:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»',
  'server «IP:10.2.30.4» is down, ping «IP:8.8.4.4», Host «IP:203.0.113.9» unreachable',
  'Rufnummer «PHONE:030 901820», llámame al «PHONE:612 34 56 78», позвоните «PHONE:0501234567», 请拨打 «PHONE:13812345678»',
  'Ph. «PHONE:0412 345 678»; Direct line: «PHONE:020 7946 0018»; caller ID «PHONE:51712273»; phone: «PHONE:5126-8243»',
  '{"v":"«PHONE:0033 6 12 68 15 57»"}, <td>«PHONE:011 44 7400 123456»</td>, («PHONE:07400 123456»)',
  'Kreditkarte «CREDIT_CARD:2200 7306 9389 2248», 卡号：«CREDIT_CARD:2204591973501875»',
  'number: «CREDIT_CARD:6062 8292 9457 0399», exp: 09/28, cvc: 442',
  'S.S.N. «US_SSN:313-46-9927», Soc Sec No. «US_SSN:702310940», SS No: «US_SSN:707162327»',
  'IBAN: «IBAN:BG64 TLKU 2783 52KQ ZSYN V3»',
  'client:«IP:2001:db8::5:1» IP地址：«IP:2001:db8::226f»',
  '**Password:** «SECRET:Zephyr-lantern-38», **Password**: `«SECRET:Tiger3759#»`, Password: **«SECRET:harbor6119»**',
  'Your temporary password is: «SECRET:harbor487$», PIN/password - «SECRET:velvet6699#»',
  'Das Passwort lautet «SECRET:correct4738», mi contraseña es «SECRET:harbor7936#», a senha é «SECRET:Kiwi5888»',
  'мой пароль «SECRET:monsoon-Tiger-38», 我的密码是«SECRET:Abc12345»。パスワードは«SECRET:Abc12345»です, hasło to «SECRET:FC9P5vAXO»',
  "mysql -h db -u app -p'«SECRET:correct2281$»' shop; redis --requirepass=«SECRET:velvet7818harbor»",
  'app:«SECRET:vjeT9mM0NlG!»@tcp(db:3306)/shop, bob:«SECRET:64dt0pbe8y»@unix(/tmp/s.sock)/d, sqlplus scott/«SECRET:qdv59QywY»@db:1521/orcl',
  'map[Authorization:[Key «SECRET:Ut0b1B9UFxIZOlsOZIRnDEM3dV7HuJzI»] Accept:[*/*]] {X-Api-Key=[«SECRET:00bb6cb4e22d71f019ba4f50e5f3e818»], n=1}',
  '"rawHeaders":["Host","x.io","authorization","bearer «SECRET:41140044ce444dc2c6bb8bd566b5b1b2513ea8a6»","x-api-key","«SECRET:nJJNpLLWPmXRdgPXFJCugaCeNTr3SomVKdLVvxi1»"]',
  "[(b'Authorization', b'«SECRET:k6oS54lIn9KOGUnHZVxrT1ypYXApvLo1viVqS6Ne»'), (b'DD-API-KEY', b'«SECRET:ff4ab42719561476e41c3c287d89044b»')]",
  'proxy_set_header Authorization "Splunk «SECRET:ae410d78-852e-4c10-aae9-913b25de7a53»"; Authorization: GenieKey «SECRET:8051b559-09ef-48dc-b761-16ef61097d08»',
  'Authorization: Digest username="ada", nonce="607d970d", uri="/", response="«SECRET:69b1c0e80dae5b421dc278e749d42c65»"',
  'pbkdf2 «SECRET:pbkdf2:sha256:600000$03MahEfEY2mGvsgu$840fd97af67515d90de6b9d67c19b07c1f8d2c8f840fd97af67515d90de6b9d6» «SECRET:scrypt:32768:8:1$YH9ucecOiAdaDjxw$1a10ce7045a6105e8ff60d4e11bdfa1d3652aa10ce7045a6105e8ff60d4e11bd»',
  'AZURE_STORAGE_KEY = «SECRET:4bx8M9Ul97u/jLBVHjvc95IhSTadTi9lX9mXLQBNT5AWiFSxTBKDCjUbWtiFH72oluc/QDAB12CDEFGHIJKLmn==»; wpa psk="«SECRET:cfX0Szw1cCzTMJcM»"',
  "curl -b 'session=«SECRET:BV45VMzVSzuLimr2eIUXH9tMmF7kECqTf4Wl46LC»' https://x.io -b '__Secure-next-auth.session-token=«SECRET:Tn464y0RrfsP8TNKNq3Dgg7qys8C8vhSpncgIIMxkuAW»'",
  'name,phone,city\nOlga,«PHONE:23 24 70 66»,Graz\nNiko,«PHONE:604 752 700»,Brno',
  '| name | phone number |\n|---|---|\n| Olga | «PHONE:914 759 130» |',
  'tél : «PHONE:132-8123-5548», tlf. «PHONE:914 759 130», puh. «PHONE:070-628 67 16», https://wa.me/«PHONE:442079460018»',
  'got «PHONE:079 112 65 17», «PHONE:0151 08726195», «PHONE:06-39082448» and «PHONE:138 1234 5678» of it',
  '«IP:147.254.196.176»-«IP:195.173.109.9» are blocked, {"v":"«IP:8.20.34.213»"}, peer=ipv6:%5B«IP:fe80:96d4:36a2::»%5D:50051',
  'https://x.io/v1/find?q=«CREDIT_CARD:4111%201111%201111%201111»&page=2',
  'r1(config)# enable secret «SECRET:sunflower»\nusername ada privilege 15 secret 0 «SECRET:moonlight»\n',
  'replicaof db 6379\nmasterauth «SECRET:sunflower»\n',
  'key chain K\n key 1\n  key-string «SECRET:sunflower»\n',
  ' pre-shared-key address 0.0.0.0 0.0.0.0 key «SECRET:sunflower»\n pre-shared-key local «SECRET:moonlight»\n',
  'set security ike policy P pre-shared-key ascii-text "«SECRET:sunflower»"\n',
  'snmpwalk -v 2c -c «SECRET:lighthouse» sw1 sysDescr; snmpget -v3 -A «SECRET:sunflower» -X «SECRET:moonlight1» sw1',
  'USER ada\r\n331 Password required\r\nPASS «SECRET:sunflower»\r\n230 Logged in',
  'C: PASS «SECRET:sunflower»\nS: +OK\na1 LOGIN "«EMAIL:ada@corp.io»" "«SECRET:moonlight»"\na1 OK',
  '{"csv":"name;password;city\\nada;«SECRET:sunflower»;Graz\\nbob;«SECRET:moonlight»;Brno\\n"}',
  'şifre: «SECRET:sunflower»\nпароль: «SECRET:sunflower»\nпарола: «SECRET:Солнце2024»\n密码：«SECRET:sunflower»\n',
  'Kennwort: «SECRET:Sonnenblume»\nmot de passe : «SECRET:Éclair2024!»\nhasło: «SECRET:Żółw1234»\ncontrasena: «SECRET:girasoles»\n',
  'host ip-«IP:203-0-113-7».ec2.internal, ec2-«IP:198-51-100-23».us-west-2.compute.amazonaws.com, {"host.name":"ip-«IP:172-31-4-9»"}',
  'Fon «PHONE:030 - 90 18 20», Tel. «PHONE:+49 30 - 90 18 20»\nTel: «PHONE:030 – 901820»\nTel. «PHONE:(030) - 90 18 20»',
  'Rufen Sie mich an: «PHONE:0711/123456-0», Cel: «PHONE:55 1234 5678», Mój numer: «PHONE:600 123 456», bel «PHONE:020-1234567», Festnetz «PHONE:(089) 123456»',
  'ssh root@«IP:203.0.113.7» uptime; npm install && ssh deploy@«IP:12.34.56.78»; write to ada@[«IP:203.0.113.7»]',
  'migrated db from «IP:10.1.2.3» to «IP:10.1.2.4», conn «IP:198.51.100.4» -> «IP:203.0.113.9», upgraded server from «IP:62.4.8.9» to «IP:62.4.8.10»',
  '{"versions":{"host":"«IP:62.4.8.9»"},"servers":["«IP:62.4.8.9»","«IP:62.4.8.10»"],"names":{"a":"«IP:62.4.8.9»"}} server:«IP:12.34.56.78» http/client:«IP:12.34.56.78»',
  'GET http://«IP:2001:db8:85a3::8a2e:370:7334»/x http://«IP:2001:db8:0:0:0:0:2:1»:8080/ connection from «IP:255.0.0.1» net «IP:0.12.34.56»',
  'мой пароль — «SECRET:Podsolnuh24»',
  "INSERT INTO users (mail, pwd, apiKey) VALUES (N'«EMAIL:ada@corp.io»', '«SECRET:sunflower»', '«SECRET:q7Lm2xVtR9sK4wZb»'), ('«EMAIL:bob@corp.io»', '«SECRET:moonlight»', NULL)",
  'replace into `u` (`id`, `passwd`) values (1, "«SECRET:sunflower»"); COPY u (id, passwd) FROM stdin;\n1\t«SECRET:moonlight»\n\\.',
  '{"user":"ada","password":"«SECRET:correct horse battery»"} passphrase: "«SECRET:violet ocean kettle seventeen»"',
  'mnemonic: "«SECRET:legal winner thank year wave sausage worth useful legal winner thank yellow»"',
  'password: |\n  «SECRET:Sunflower22\n  Moonlight33»\nnext: 1',
  'EHLO a\nAUTH LOGIN\nYWRh\n«SECRET:aHVudGVyMg==»\n235 ok; AUTH LOGIN YWRh\r\n«SECRET:c3VuZmxvd2Vy»\r\n',
  'co = cohere.Client("«SECRET:Ab3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYzA1bC2dE»")',
  'api.NewClient("https://x.io", "«SECRET:ff4ab42719561476e41c3c287d89044b»"); new AzureKeyCredential("«SECRET:ff4ab42719561476e41c3c287d89044b»")',
  'Exa("«SECRET:ae410d78-852e-4c10-aae9-913b25de7a53»"); new PDO("mysql:host=db;dbname=a", "root", "«SECRET:phpPass1»")',
  'DriverManager.getConnection("jdbc:mysql://h/d", "root", "«SECRET:j4vaPass»"); mysqli_connect("localhost", "root", "«SECRET:phpPass2»", "app")',
  'form-data; name="password"\r\n\r\n«SECRET:mult1part!»\r\n------x--',
  'メールは«EMAIL:taro.yamada@example.co.jp»にお願いします。固定電話は«PHONE:03-1234-5678»',
  'Fon «PHONE:+49 (0)89 / 12 34 56-78», Fax «PHONE:0231 / 12 34 57», Tel. «PHONE:01 42 68 53 00» / «PHONE:06.12.34.56.78»',
  'o meu telemóvel é «PHONE:912 345 678», el fijo «PHONE:91 123 45 67», erreichen Sie mich unter «PHONE:0711 / 9876543»',
  'from «IP:fe80::1%eth0»:8080 and «IP:::ffff:203.0.113.5»:443; pan «CREDIT_CARD:4111/1111/1111/1111»',
  'rootpw=«SECRET:hunter2!x»\n"accessKeySecret":"«SECRET:Xk9vQ2mLp7Rt4WzB8cNf61»" JOB-TOKEN: «SECRET:Xk9vQ2mLp7Rt4WzB8cNf61»',
  'the Zoom passcode is «SECRET:8f3KqZ», the passphrase is «SECRET:Sunflower42!», user ada, pass is «SECRET:hunter22»',
  'key «SECRET:sk-sp-ff4ab42719561476e41c3c287d89044b» or «SECRET:xwfp-1234567890123-Ab3dE5fG7hJ9kL1mN2pQ4rS6»',
  'password = b"«SECRET:hunter22»"; token = f\'«SECRET:aB3dE5fG7hJ9kL1mN2pQ4rS6»\'; PASSWORD = N\'«SECRET:Str0ng!Pass»\'; pw = @"«SECRET:hunter23»"',
  'builder.password("«SECRET:hunter22»").setPassword("«SECRET:hunter23»"); std::string token("«SECRET:aN2UdbD6sY4Xxecbu06gXdIJWzKouOr8»")',
  '$cfg{password} = "«SECRET:hunter22»"; char wifi_password[] = "«SECRET:wifi!Pass9»"; WiFi.begin("Net", "«SECRET:w1fiPass!»"); Credentials.basic("ada", "«SECRET:okPass!9»")',
  '- textbox "Password" [ref=e14]: «SECRET:hunter22»\n- textbox "Email" [ref=e12]: «EMAIL:ada@corp.io»',
  '<property><name>db.password</name><value>«SECRET:hunter22»</value></property> password reset to «SECRET:Reset!2024x»',
  '«PHONE:+7 916 123-45-67» «PHONE:8-916-123-45-67», «PHONE:+31 6 12345678» «PHONE:020 123 4567», «PHONE:03-1234-5678» «PHONE:090-1234-5678» x',
  'تليفون «PHONE:01001234567», tlm «PHONE:912345678»',
  '«IP:10.0.0.1»-«IP:10.0.0.254», «IP:192.168.1.10» - «IP:192.168.1.20»',
  'basic_auth=("elastic", "«SECRET:3lasticPw»"); client.username_pw_set("ada", "«SECRET:mqttPw99»"); createHmac("sha256", "«SECRET:hmacS3cretKey99»")',
  '<input value="«SECRET:formPw123»" type="password">',
  'my number is «PHONE:4155550132», __«EMAIL:ada@corp.io»__, _«EMAIL:bob@corp.io»_',
];

/** The texts of {@link ELSEWHERE} without the marks, and what is between them. */
export const MARKED = ELSEWHERE.map((marked) => {
  const values = [...marked.matchAll(/«(\w+):([^»]*)»/g)].map(
    ([, type, value]) => `${type} ${value}`,
  );
  return { text: marked.replaceAll(/«\w+:|»/g, ''), values };
});

/** Texts of spans in which nothing is to be found. */
const HARD_NEGATIVES: readonly string[] = [
  '{"mnemonic":"vpaddd xmm0"} Mnemonic: "goto file"',
  '{"created":1717841556,"expires":1749894840000,"nanos":"1710685771590982000"}',
  'built with OpenSSL 1.1.1.1 and libfoo 10.2.30.4, Chrome 141.0.7390.54, package 4.8.15.16',
  'the number is 1234567, its order number is 20261122',
  'mysql -p -u root; psql -p 5432; docker run -p 8080:80 -u 1000:1000 x; mkdir -pv Build2; cp -pR a2 b',
  'python -u main:app; chown -R app:app /srv; tar -xpf file1.tar; mysql -h db -u root -p3306',
  'C%2B%2B17 and 100%40 done, %2B1 vote, a=%2B12345, 50%25',
  '今天@所有人 开会',
  '[0.032318115,-0.031188965,-0.06604004,0.028823853,-8.579822540283203]',
  'traceparent: 00-fddf558e9e657f64abe9f9f60c069f52-4e96925147621bc1-01',
  '5bdbe824-1b45-4c52-9455-1fa2ca81b7ed',
  '{"prompt_tokens":1234567,"completion_tokens":8901234,"max_tokens":4096}',
  'commit 86e2c835b5c8a26751278015844f1d2e3c4b5a69',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36',
  'node:v20.18.0 npm@10.8.2 mathjax@3.2.2 react@19.3.1',
  'gpt-4o-mini-2024-07-18 claude-3-5-sonnet-20241022',
  '"span_id":"925d780161881958","parent":"e1c819eb80832406"',
  'blk_-1608999687919862906 size 67108864',
  '2024-09-27T10:13:51.123456789Z took 00:01:02.345',
  'std::vector<int>::iterator a::b 10:20:30',
  'call_s0ybqhxA8SdInSknFogAvUq5 chatcmpl-DD5NFBxtomJFFuFMvYDErOuJ9JVyy',
  'version 1.2.3.4 of the driver, build 10.0.19045.3693',
  '127.0.0.1 and ::1 and 0.0.0.0 are nobody',
  'the password is required and the token is missing',
  'max_tokens=4096&next_page_token=eyJwYWdlIjoyfQ&public_key=abc',
  'order 1234-5678 of 2024-05-06, pages 100-200, 50%40 x',
  'ISBN-10: 0-306-40615-2, ISSN 2049-3630',
  'diff +1234567 -234567, call_id 1234567890, call 12345678 times, номер заказа 12345678',
  '{"key": "user_settings_2024_v2_backup"}',
  'List<Token>parsedTokens1234 <label for="password">Kennwort-Eingabe2</label>',
  '密码：请联系管理员重置 user@1000.service',
  '0.0.0.0:8080->80/tcp, :::8080->80/tcp',
  '"trace_id":"6457096725568337946","seed":3866150032344442 /endpoints/4342140993545252388',
  'USPS 4701 4241 8599 1318 1388 05',
  'points (169) 76 (94803), part no. 02197-93634-75, NHS 045 139 7560, +79780 -0107',
  '["api_key","secret_key","password"] {"fields":["user-token","refresh-token"]} password - required, **Password:** ********',
  'Authorization: [REDACTED] map[Authorization:[REDACTED]] {x-api-key=[hidden]} "temperature":1, nature: wild, the organization "x"',
  'git clone ssh://git@host:22/team/app1, npm/pkg1@host:8080/x costs 5$a, la contraseña es obligatoria, пароль забыт',
  'q=000-85-2488 call stack depth 3662444, mobile app version 836614, delta: +45077655, social score 784457517',
  'name,phone,city\nOlga,none,Graz\n\n12 34 56 78\na%20b 10%20times',
  'enable secret rotation\nenable secret scanning\nthe masterauth directive\na pre-shared-key is used\n key-string of it',
  'snmpwalk -v2c -c public sw1; python -c "import this" && bash -c ls -la && curl -X POST https://x.io -A agent',
  'TestFoo PASS ok\nPASS src/app.test.ts\n PASS  packages/a.test.js\n> PASS tests/unit\nBOARDING PASS ready',
  '2026-11-23 10:00:00 LOGIN ada failed\nu1 LOGIN ada failed\nPLUGIN LOGIN x',
  'field,password,required\nname,string,true\nage,number,false\nsite,none,no\n',
  '| option | password |\n|---|---|\n| default | empty |\n| required | always |\n',
  'şifre: gerekli\nhasło: wymagane\nпароль: обязателен\nпароль: сброс\nсмените пароль: забыт\nsenha: obrigatória\nPasswort: erforderlich\ncontraseña: obligatoria\n',
  'Kennwort: vergessen? Kennwort: Zurücksetzen ist möglich. mot de passe: Identifiant et adresse',
  'npm install foo@1.2.3.4 and @scope/foo@1.2.3.4, pkg:nuget/Acme.Core@1.2.3.4, dotnet add package X@8.20.30.40',
  'version change: 1.2.3.4 -> 1.2.3.5\nUpgrade libfoo 1.2.3.4 → 1.2.3.5\nupgraded openssl (1.1.1.4 => 1.1.1.9)\nmigrated schema from 1.2.3.4 to 1.2.3.5, release notes',
  '{"library_versions":{"a":"1.2.3.4","b":"120.3.40.5"},"versions":["1.2.3.4","210.3.40.5"],"dependencies":{"x":"^1.2.3.4"}}',
  'image: nginx:1.25.3.1\nFROM acme/app:1.2.3.4\n"com.acme:lib:1.2.3.4" <version>10.2.3.4</version> ProductVersion 7.1.2.8, RFC 5321 4.5.3.1\n## [1.2.3.4] - 2026-11-23',
  'netmask 255.255.0.0 255.255.240.0 255.0.0.0, access-list 10 permit any 0.0.0.255 0.255.255.255 0.0.15.255',
  'skip-10-1-2-3 zip-1-2-3-4.tgz clip-2024-11-22-10 ip-1-2 ip-10-1-2-3-x ip-300-1-2-3 rows 030 - 40 and 0 - 12 34 56',
  'see Table 3.2.1.7, BIOS 3.4.8.1, upgraded from 1.2.3.4 to version 1.2.3.5',
];

/** `count` texts with one value each, and one hard negative for every tenth. */
export function labelledTexts(count: number, seed = 7): LabelledText[] {
  const random = createRandom(seed);
  const texts: LabelledText[] = [];
  for (let index = 0; index < count; index++) {
    const type = pick(random, Object.keys(VALUES) as PiiType[]);
    const value = VALUES[type](random);
    const carrier = pick(random, CARRIERS);
    const start = carrier.indexOf('{}');
    const text = carrier.replace('{}', () => value);
    texts.push({ text, spans: [{ start, end: start + value.length, type }] });
    if (index % 10 === 0) texts.push({ text: pick(random, HARD_NEGATIVES), spans: [] });
  }
  return texts;
}

export { HARD_NEGATIVES };
