// The sentences of the scripts in the page's language. The server puts its table in; in English there is none, and none is needed.
"use strict";
const onrecordWords = /* table */ {};

function put(said, values) {
  return said.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}

function gettext(message, values = {}) {
  return put(onrecordWords[message] ?? message, values);
}

// Of a number of things. A language's forms stand in the table with a row that says which of them each number up to 109 takes; from
// there on every language repeats by hundreds.
function ngettext(one, many, n, values = {}) {
  const told = onrecordWords[one];
  const said = told ? told.forms[told.of[n < 110 ? n : (n % 100) + (n % 100 < 10 ? 100 : 0)]] : n === 1 ? one : many;
  return put(said, { n, ...values });
}
