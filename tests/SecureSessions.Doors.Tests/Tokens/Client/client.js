// A client of the issuer in JavaScript, of packages as npm has them. It prints what it sees, one line of JSON.
import * as jose from "jose";
import * as oauth from "oauth4webapi";

const [issuer, audience, refreshToken, introspectionKey] = process.argv.slice(2);
const client = { client_id: "example-cli" };
const authentication = oauth.None();
const seen = {};

const address = new URL(issuer);
const server = await oauth.processDiscoveryResponse(address, await oauth.discoveryRequest(address, { algorithm: "oauth2" }));
seen.endpoints = [server.token_endpoint, server.revocation_endpoint, server.introspection_endpoint, server.jwks_uri];

const refreshed = await refresh(refreshToken);
seen.tokenType = refreshed.token_type;
seen.expiresIn = refreshed.expires_in;
seen.rotated = refreshed.refresh_token !== refreshToken;

const keys = jose.createRemoteJWKSet(new URL(server.jwks_uri));
const rules = { issuer, audience, typ: "at+jwt", algorithms: ["ES256"] };
const { payload, protectedHeader } = await jose.jwtVerify(refreshed.access_token, keys, rules);
seen.subject = payload.sub;
seen.algorithm = protectedHeader.alg;
seen.tampered = await codeOf(() => jose.jwtVerify(tampered(refreshed.access_token), keys, rules));
seen.otherAudience = await codeOf(() => jose.jwtVerify(refreshed.access_token, keys, { ...rules, audience: "https://other.example.com" }));
seen.unknownKey = await codeOf(() => jose.jwtVerify(ofUnknownKey(refreshed.access_token), keys, rules));

const request = new Request(audience, { headers: { authorization: `Bearer ${refreshed.access_token}` } });
seen.resourceServer = (await oauth.validateJwtAccessToken(server, request, audience)).client_id;

seen.active = await introspect(refreshed.access_token);
seen.refreshTokenIsActive = await introspect(refreshed.refresh_token);
await oauth.processRevocationResponse(
  await oauth.revocationRequest(server, client, authentication, refreshed.refresh_token));
seen.activeAfterRevocation = await introspect(refreshed.access_token);
seen.refreshAfterRevocation = await codeOf(() => refresh(refreshed.refresh_token));
console.log(JSON.stringify(seen));

async function refresh(token) {
  const response = await oauth.refreshTokenGrantRequest(server, client, authentication, token);
  return oauth.processRefreshTokenResponse(server, client, response);
}

async function introspect(token) {
  const response = await oauth.introspectionRequest(server, client, authentication, token, {
    headers: { "X-Key": introspectionKey },
  });
  return (await oauth.processIntrospectionResponse(server, client, response)).active;
}

/** The same token with another subject. */
function tampered(token) {
  const [header, payload, signature] = token.split(".");
  return [header, changed(payload, { sub: "eve" }), signature].join(".");
}

/** The same token as one of a key that is not published, or not any more. */
function ofUnknownKey(token) {
  const [header, payload, signature] = token.split(".");
  return [changed(header, { kid: "retired" }), payload, signature].join(".");
}

function changed(part, change) {
  const json = { ...JSON.parse(Buffer.from(part, "base64url")), ...change };
  return Buffer.from(JSON.stringify(json)).toString("base64url");
}

async function codeOf(act) {
  try {
    await act();
    return "none";
  } catch (error) {
    return error.error ?? error.code;
  }
}
