// A start: replace what is not yours, answer what is asked, and run `threatline coverage` to see what is left.

/// A team deploys a service to a cluster.
model "Cluster" {
  scope: "The service and the way to it; the cluster platform is parked"
  level: feature
}

data purchase "Purchase" { sensitivity: confidential; kind: personal }

entity developer "Developer" { kind: person }
entity customer "Customer" { kind: person }

boundary cluster "Kubernetes cluster" {
  kind: network
  process ingress "Ingress" { tech: nginx; rate-limit: per-ip }
  process server "Kubernetes API server" { authn: oidc; authz: rbac; audit: central }
  boundary space "Namespace shop" {
    kind: tenant
    process shop "Shop pod" {
      tech: docker
      privilege: least
      isolation: network-policy
      authn: mtls
    }
    store db "Orders" { tech: postgres; holds: purchase; encryption: at-rest; backup: daily }
  }
}

flow deploy: developer -> server "apply a manifest" { protocol: https; integrity: signature }
flow start: server -> shop "start the pod" { protocol: mtls }
flow order: customer -> ingress "order" { carries: purchase; protocol: https }
flow route: ingress -> shop "order" { carries: purchase; protocol: mtls }
flow shop <-> db "read and write orders" { carries: purchase; protocol: tls }

threat stolen-login: elevation-of-privilege on server
  "Somebody with a stolen login of a developer applies a manifest that mounts the machine" {
  likelihood: medium
  impact: high
  mitigation "Refuse pods that mount the machine, by a policy of the cluster" {
    kind: technical
    owner: "Alex"
    status: open
  }
}

threat restart: denial-of-service on shop "A bad release keeps the pod from starting" {
  likelihood: medium
  impact: low
  accept "A release that does not start is rolled back within five minutes" {
    by: "Alex"
    until: 2030-01-31
  }
}
