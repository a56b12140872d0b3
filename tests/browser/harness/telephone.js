// A telephone that holds passkeys.

/**
 * Gives the visitor a telephone with a screen lock, as Chromium's virtual authenticator; with `usb` for its transport it is
 * a security key.
 */
export async function telephone(visitor, transport = 'internal') {
  const session = await visitor.context.newCDPSession(visitor.page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport, hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** It is put away: the browser finds it no more. */
    away: () => session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
    /** Its key as somebody has it who copied it when it had been used so many times. */
    copied: async (signCount) => {
      const [key] = (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
      await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId: key.credentialId });
      await session.send('WebAuthn.addCredential', { authenticatorId, credential: { ...key, signCount } });
    },
    unlocks: (isUserVerified) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  };
}
