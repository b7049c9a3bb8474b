import { notify } from './dom.js';

const pageToken = document.querySelector('meta[name="page-token"]').content;
const operatorToken = new URLSearchParams(location.hash.slice(1)).get('operator');

export const isOperator = operatorToken !== null && operatorToken !== '';
const token = isOperator ? operatorToken : pageToken;

/** Headers that carry this page's rights. */
export const authorization = () => ({ authorization: `Bearer ${token}` });

/** Calls the platform; throws an Error with the platform's own words. */
export async function call(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { ...authorization(), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Error('Die Plattform antwortet nicht. The platform does not answer.');
  }
  const answer = await response.json().catch(() => undefined);
  if (!response.ok || answer === undefined) throw new Error(answer?.error ? `${answer.error.code}: ${answer.error.message} ${answer.error.remedy}` : `HTTP ${response.status}`);
  return answer;
}

/** Runs an action of the user and shows what went wrong. True when it worked. */
export async function attempt(action) {
  try {
    await action();
    return true;
  } catch (error) {
    notify(error.message);
    return false;
  }
}
