// From exit-zero-labs/threat-forge, tests/fixtures/thf/v1.0-canonical-full.thf at 73831f2, Apache License 2.0; changed: README.md says how.

model "Payment Processing Service" {
  scope: "Threat model for the payment processing microservice that handles credit card transactions via Stripe API."
}

data transaction-records "Transaction records"
data tokenized-card-data "Tokenized card data"
data user-input "User input"
data payment-request "Payment request"

boundary boundary-1 "Corporate Network" {
  /// React frontend served via CDN
  process web-app "Web Application" { tech: react, vite }
  /// Terminates TLS and enforces rate limits
  process api-gateway "API Gateway" { tech: nginx, rate-limiting }
  /// Primary transactional store
  store payment-db "Payment Database" {
    tech: postgresql
    encryption: at-rest
    holds: transaction-records, tokenized-card-data
  }
}
boundary boundary-2 "External Services" {
  /// Third-party payment processor
  entity stripe-api "Stripe API"
}

flow flow-1: web-app -> api-gateway "Checkout request" {
  protocol: https
  authn: "authenticated"
  carries: user-input, payment-request
}
flow flow-2: api-gateway -> payment-db "Persist transaction" {
  protocol: tls
  authn: "authenticated"
  carries: transaction-records
}
flow flow-3: api-gateway -> stripe-api "Charge card" {
  protocol: https
  authn: "authenticated"
  carries: tokenized-card-data
}
