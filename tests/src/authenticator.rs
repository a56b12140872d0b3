//! An authenticator for tests: a key pair in memory that answers challenges as a telephone would (WebAuthn level 3,
//! sections 6.1 and 6.5), and can be told to do it wrong.

use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where the portal of the tests stands.
pub const ORIGIN: &str = "http://localhost:8080";
/// Somebody is there.
const PRESENT: u8 = 0x01;
/// The screen lock was opened.
const VERIFIED: u8 = 0x04;
/// Data about a new key follow.
const ATTESTED: u8 = 0x40;

/// One key of one account.
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    /// What the portal calls the account.
    pub handle: String,
    /// Signatures so far; zero stays zero.
    pub counter: u32,
    /// Whether the screen lock is opened each time.
    pub verifies: bool,
    /// Where the browser says that it is.
    pub origin: String,
    /// The host that the key belongs to.
    pub host: String,
}

impl Authenticator {
    /// A key that is the same for the same number.
    pub fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).expect("a private key"),
            id: vec![number; 16],
            handle: String::new(),
            counter: 0,
            verifies: true,
            origin: ORIGIN.to_owned(),
            host: "localhost".to_owned(),
        }
    }

    /// Makes the key for an account: the answer to creation options, as the page's script writes it down.
    pub fn register(&mut self, options: &Value) -> String {
        self.handle = options["user"]["id"].as_str().expect("a user handle").to_owned();
        let client = self.client_data("webauthn.create", options);
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (&point.as_bytes()[1..33], &point.as_bytes()[33..]);
        // COSE (RFC 9053): an elliptic curve key, for ES256, on P-256.
        let public = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], x, &[0x22, 0x58, 32], y].concat();
        let length = u8::try_from(self.id.len()).expect("a short id");
        let about_key = [&[0; 16][..], &[0, length], &self.id, &public].concat();
        let data = [self.data(ATTESTED), about_key].concat();
        let length = u8::try_from(data.len()).expect("less than 256 bytes");
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
        let object =
            [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[length], data.as_slice()].concat();
        let id = text(&self.id);
        let response = json!({ "clientDataJSON": text(client.as_bytes()), "attestationObject": text(&object) });
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    /// Answers request options.
    pub fn answer(&mut self, options: &Value) -> String {
        if self.counter > 0 {
            self.counter += 1;
        }
        let client = self.client_data("webauthn.get", options);
        let data = self.data(0);
        let signed = [data.as_slice(), &Sha256::digest(client.as_bytes())].concat();
        let signature: Signature = self.key.sign(&signed);
        let id = text(&self.id);
        let response = json!({
            "clientDataJSON": text(client.as_bytes()),
            "authenticatorData": text(&data),
            "signature": text(signature.to_der().as_bytes()),
            "userHandle": self.handle,
        });
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let flags = PRESENT | more | if self.verifies { VERIFIED } else { 0 };
        [Sha256::digest(self.host.as_bytes()).as_slice(), &[flags], &self.counter.to_be_bytes()].concat()
    }
}

/// A public key on P-256 by its two coordinates, as SubjectPublicKeyInfo in DER (RFC 5480), for another verifier.
pub fn public_key(x: &[u8], y: &[u8]) -> Vec<u8> {
    const P256: [u8; 27] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
        0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];
    [P256.as_slice(), x, y].concat()
}

/// base64url without padding.
pub fn text(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What base64url stands for.
pub fn bytes(text: &str) -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}
