"""The institution's accounts (OpenID Connect): code, PKCE and nonce for pages, bearer tokens for the API."""
