import type { requestSentences as zh } from '../zh/requests.ts';

/** What can be wrong with a question, a request, the register's directory or its store. */
export const requestSentences: Readonly<Record<keyof typeof zh, string>> = {
  'malformed-question':
    'The question cannot be read{ (detail)}. Give the school code; year and season (AUTUMN or SPRING) come together, a major has 6 digits.',
  'bad-year': 'The enrolment year must lie between 2000 and 2100{ (detail)}.',
  'year-and-season-together': 'Year and season are given together or not at all. Add the one that is missing.',
  'school-not-registered':
    'The school is not registered{ (detail)}, or was not at the time asked about, and is never taken for eligible. Check the school code.',
  'other-authority':
    'The school is not under the education authority{ (detail)} (technician schools are under the labour authority). Ask the authority in charge.',
  'eligibility-not-current':
    "The school's eligibility is being brought up to date or stands still, and no stale answer is given. Try again later; if it lasts, call the operator.",
  'not-yet-projected': 'What was asked for has not reached the read side yet. Try again shortly.',
  'validation-failed': 'What was sent has mistakes{ (detail)}. Mend each field that is named and send it again.',
  'idempotency-key-reused':
    'This request key was used for another content{ (detail)}. Send the request with a new key.',
  'revision-mismatch':
    'Somebody changed the record after you opened it{ (detail)}. Load it again, compare, and send again.',
  'import-in-progress':
    'Another import is under way, and a data directory takes one at a time. Try again when it is done.',
  'payload-too-large': 'What was sent is over the limit{ (detail)}. Send fewer items or split the file.',
  'unsupported-media-type': 'This content type is not supported{ (detail)}. Set Content-Type as the API describes.',
  'not-found': 'There is nothing here{ (detail)}. Check the address or the number.',
  'method-not-allowed': 'This address does not support the operation{ (detail)}. See the API description.',
  'malformed-json': 'The content is not valid JSON. Check quotes, commas and the encoding (UTF-8).',
  'json-too-deep': 'The content nests too deep{ (detail)}: 16 levels at most. See the API description.',
  'duplicate-key': 'One field stands twice in the content, and nobody can tell which one is meant. Send it once.',
  'forbidden-key': 'The content has a field name that is not allowed (such as __proto__). Leave it out.',
  'request-timeout': 'The request did not arrive in time. Check the line and send it again.',
  'headers-too-large': 'The headers of the request are too many or too long{ (detail)}. Send fewer.',
  'internal-error':
    'Something went wrong inside, and the operation may not be complete. Try again; if it lasts, tell the operator the time.',
  'store-unavailable':
    'The register cannot be read or written now, and whether this operation was completed is not known. Try again with the same key; if it lasts, check the disk and restart the service.',
  timeout:
    'The register did not answer in time, and whether this operation was completed is not known. Try again with the same key.',
  'access-denied':
    'The service may not read or write the register. The operator checks the database account and the permissions.',
  'directory-in-use':
    'Another program is writing to the data directory{ (detail)}. A directory has one writer at a time; wait for it to end, or stop the service first.',
  'directory-unusable':
    'The data directory cannot be used{ (detail)}. Check the path, the permissions and the disk space.',
  'newer-format':
    'The data was written by a later release{ (detail)}, and this one leaves it alone. Use the release that wrote it, or a later one.',
  'malformed-body': 'The body is not a JSON object{ (detail)}. See the API description.',
  'malformed-request': 'The request is malformed{ (detail)}. Check the address, the headers and the body.',
  'unknown-parameter':
    'The address has a parameter that is not known{ (detail)}. Check the spelling: a parameter passed over could change what was meant.',
  'unknown-field': 'The body has a field that is not known{ (detail)}. Check the spelling, or leave it out.',
  'bad-list': 'A list is wanted here, and every item of it must hold{ (detail)}.',
  'bad-position': 'A position is a decimal number, a cursor one that the changes feed gave out{ (detail)}.',
  'idempotency-key-malformed': 'The Idempotency-Key is malformed. Use visible characters within the limit.',
  'if-match-malformed': 'If-Match is malformed. Give the quoted revision, such as "3".',
  'upload-empty': 'No file arrived. Attach one .xlsx, or several .csv files named after their sheets.',
  'cross-origin': 'The request comes from a page of another site and was refused.',
  'revision-conflict': 'Others kept changing the record during several attempts. Try again later.',
  'misdirected-request': 'The host name is not that of this service. Use its loopback address.',
  overloaded:
    'The service has more to do than it can, and takes no requests for a moment. Nothing was done: try again shortly.',
  'shutting-down': 'The service is stopping and takes no new requests. Try again later.',
};
