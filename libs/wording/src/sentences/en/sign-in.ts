/** Why somebody cannot sign in, or not yet. */
export const signInSentences = {
  'sign-in-needed': 'Sign in first; a system sends the key that was issued to it as Authorization: Bearer.',
  'sign-in-refused':
    'Not signed in: the account, the password or the code is wrong. Check them; without your phone use a recovery code.',
  'sign-in-too-often':
    'Too many attempts. Wait as Retry-After says and try again; if it was not you, tell the security administrator.',
  'setup-token-unknown':
    'The setup token is wrong, used or out of date, or somebody has an account already. Restart the service for a new one.',
  'invitation-unknown': 'The invitation is wrong, used or out of date. Ask the security administrator for a new one.',
  'password-too-short': 'The password is too short: 12 characters at least. A few unrelated words make a good one.',
  'password-too-long': 'The password is too long: 128 characters at most. Shorten it.',
  'password-too-common': 'The password is a common one, or holds the account name, and easily guessed. Choose another.',
  'code-wrong':
    'The code is wrong or was used. Wait for the next one in the app and try again, and check the time of your phone.',
  'no-password-here':
    'This account signs in through an identity provider: no password and no recovery codes are kept here.',
  'password-here': 'This account signs in here, with a password and a code. Prove with those that it is still you.',
  'provider-not-configured':
    'No identity provider is set up for this service. Sign in with your account, password and code.',
  'provider-unavailable':
    'The identity provider cannot be reached, so nobody can be confirmed. Try again soon, or tell the operator if it lasts.',
  'provider-refused':
    'The identity provider did not confirm the sign-in, or it took too long or was used. Sign in again, with your second factor.',
  'signed-out-at-provider':
    'The identity provider signed you out before you were in, so you are not signed in. Sign in again.',
  'logout-token-refused':
    'The logout token of the identity provider does not hold, so nobody was signed out. Check its issuer, client and clock.',
  'claims-refused':
    'The identity provider gives you no role, district or school that can be used here. Ask the security administrator.',
  'account-disabled': 'Your account is disabled, and nobody signs in by it. Ask the security administrator.',
  'not-the-same-person':
    'Somebody else than who is signed in was proved, or the session has ended. Sign in again yourself.',
  'accounts-not-current':
    'The accounts have not caught up with the record, so your permissions cannot be confirmed now. Try again soon.',
  'identity-unavailable': 'Sign-ins cannot be checked at the moment. Try again soon, or tell the operator if it lasts.',
  'account-already-enrolled':
    "Somebody signs in by this account already, so nobody is invited to it again. If it is needed, reset its credentials; for a security administrator's another one has to approve.",
  'account-recorded': 'The account is recorded{ (detail)}.',
  'invitation-shown-once': 'The invitation is shown this once: hand it to its owner alone.{ Good until detail (UTC).}',
  'no-accounts':
    'There are no accounts. Open the first with redline users open, or with the setup token of the first start.',
} as const;
