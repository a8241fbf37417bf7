/** Where the snippets expect a program's copy of a self-signed certificate. */
export const CERTIFICATE_FILE = 'spanward-certificate.pem';
