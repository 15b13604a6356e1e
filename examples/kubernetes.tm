// A whole system on one page: a shop on Kubernetes, from a developer's laptop to the backups.
// Boundaries nest four deep: account, network, cluster, namespace. Most threats sit where a flow
// crosses one, which makes the list a catalogue of the attack surface; features come later.

/// The platform below the shop: how code gets in, how it runs, and who can reach it from where.
model "Greenbox on Kubernetes" {
  scope: "Build, deploy, run, observe and back up; the shop's own business rules are left out"
  level: system
  method: stride
  reviewed: 2026-10-29
  participants: "Sam", "Noor", "Priya", "Viktor", "Maya"
  direction: down
}

data customer-data "Customers and orders" { sensitivity: confidential; kind: personal }
data card-token "Saved card token" { sensitivity: restricted; kind: payment }
data source-code "Code and manifests" { sensitivity: internal; kind: business }
data image "Container image" { sensitivity: internal; kind: business }
data deploy-keys "Registry and cloud keys" { sensitivity: restricted; kind: secret }
data app-secrets "Passwords of the services" { sensitivity: restricted; kind: secret }
data sign-in "Staff tokens" { sensitivity: restricted; kind: credential }
data pod-token "Service account token" { sensitivity: restricted; kind: credential }
data cluster-state "Cluster objects" { sensitivity: confidential; kind: business, secret }
data telemetry "Logs and metrics" { sensitivity: confidential; kind: personal, business }

boundary internet "Internet" {
  kind: network
  trust: 0

  entity shopper "Shopper" { kind: person; authn: passkey }
  entity card-processor "Card processor" { kind: system; authn: signature }
  entity public-registry "Public image registry" { kind: system; authn: none }
}

boundary office "Corporate network" {
  kind: organisation
  trust: 50

  entity developer "Developer" { kind: person; authn: sso, mfa; privilege: user }
  entity operator "Platform operator" {
    kind: person
    authn: sso, mfa
    privilege: admin
    audit: unknown
  }
  process idp "Identity provider" {
    tech: keycloak
    authn: mfa
    authz: rbac
    audit: actor-log, central
  }
}

boundary delivery "CI/CD" {
  kind: organisation
  trust: 45

  process code-host "Code host" {
    tech: gitlab
    authn: sso
    authz: rbac, approval
    integrity: signature
    audit: actor-log
  }
  /// Runs whatever a pipeline file says, on machines that the pipelines share.
  process runner "Build runner" {
    tech: "gitlab runner", buildkit
    owner: "Noor"
    authn: bearer-token
    authz: none
    isolation: container
    privilege: root
    audit: access-log
  }
  store ci-secrets "CI variables" {
    holds: deploy-keys
    authz: none
    encryption: at-rest
    audit: unknown
  }
}

boundary account "Cloud account" {
  kind: tenant
  trust: 60
  isolation: account

  process load-balancer "Load balancer" {
    tech: envoy
    authn: none
    authz: none
    rate-limit: per-ip
    redundancy: multi-zone
  }
  store registry "Image registry" {
    tech: harbor
    holds: image
    authn: service-account
    authz: rbac
    integrity: none
    audit: access-log
  }
  store secret-manager "Secret manager" {
    holds: app-secrets
    authn: iam-role
    authz: iam-policy
    encryption: at-rest
    audit: actor-log
  }
  store tf-state "Terraform state" {
    tech: terraform
    holds: app-secrets, deploy-keys
    authz: iam-policy
    encryption: at-rest
    integrity: versioned
  }
  store backups "Backup bucket" {
    holds: customer-data, cluster-state
    authz: iam-policy
    encryption: at-rest
    integrity: none
    retention: "90 days"
  }

  boundary network "Production network" {
    kind: network
    trust: 65

    store shop-db "Shop database" {
      tech: postgres
      holds: customer-data, card-token
      authn: password
      authz: rbac
      encryption: at-rest
      backup: daily, tested
      redundancy: multi-zone
    }
    store order-queue "Order queue" {
      tech: rabbitmq
      holds: customer-data
      authn: password
      authz: none
      redundancy: replica
    }
    /// Gives cloud credentials to whoever asks from a node's address.
    process metadata "Instance metadata" { authn: none; authz: none; audit: none }

    boundary cluster "Production cluster" {
      kind: network
      trust: 70

      boundary control-plane "Control plane" {
        kind: privilege
        trust: 90

        process api-server "Kubernetes API" {
          tech: kubernetes
          owner: "Sam"
          authn: oidc, client-certificate
          authz: rbac
          audit: access-log
          redundancy: multi-zone
        }
        process admission "Admission webhook" {
          tech: kyverno
          authn: mtls
          input-validation: schema
          redundancy: none
        }
        store etcd "etcd" {
          tech: etcd
          holds: cluster-state, app-secrets
          authn: client-certificate
          encryption: none
          backup: daily
        }
      }

      boundary node "Worker node" {
        kind: host
        trust: 60

        process kubelet "Kubelet" {
          tech: kubernetes
          authn: client-certificate
          authz: "node authorizer"
          privilege: root
        }
      }

      boundary ns-edge "Namespace edge" {
        kind: privilege
        trust: 50
        isolation: namespace

        process ingress "Ingress controller" {
          tech: ingress-nginx
          authn: none
          input-validation: size-limit
          redundancy: autoscaling
        }
      }

      boundary ns-shop "Namespace shop" {
        kind: privilege
        trust: 55
        isolation: namespace

        process storefront "Storefront" {
          tech: node
          authn: session-cookie
          authz: owner-check
          privilege: service-account
          audit: access-log
        }
        process order-service "Order service" {
          tech: rust
          authn: none
          authz: owner-check
          input-validation: schema
          audit: actor-log
        }
      }

      boundary ns-pay "Namespace payments" {
        kind: privilege
        trust: 75
        isolation: namespace

        process payments "Payment service" {
          tech: go
          owner: "Viktor"
          authn: none
          authz: none
          secrets: vault
          audit: actor-log
        }
      }

      boundary ns-platform "Namespace platform" {
        kind: privilege
        trust: 85
        isolation: namespace

        process gitops "GitOps controller" {
          tech: argo-cd
          authn: sso
          authz: none
          privilege: admin
          audit: actor-log
        }
        process secrets-operator "Secrets operator" {
          tech: external-secrets
          authn: workload-identity
          authz: none
          privilege: admin
        }
        process backup-job "Backup job" {
          tech: velero
          authn: workload-identity
          privilege: admin
          audit: unknown
        }
      }

      boundary ns-watch "Namespace observability" {
        kind: privilege
        trust: 55
        isolation: namespace

        process collector "Telemetry collector" {
          tech: opentelemetry
          authn: none
          rate-limit: none
        }
        store log-store "Log store" {
          tech: loki
          holds: telemetry
          authn: none
          authz: none
          retention: months
        }
        process dashboards "Dashboards" { tech: grafana; authn: sso; authz: rbac; audit: none }
      }
    }
  }
}

// Shopping.
flow shopper -> load-balancer "browse and order" {
  carries: customer-data
  protocol: https
  authn: session-cookie
}
flow charge-event: card-processor -> load-balancer "POST /hooks/charge" {
  carries: card-token
  protocol: https
  authn: signature
}
flow load-balancer -> ingress "forward a request" {
  carries: customer-data, card-token
  protocol: tls
}
flow ingress -> storefront "pages" { carries: customer-data; protocol: http }
flow ingress -> order-service "/api/orders" { carries: customer-data; protocol: http }
flow ingress -> payments "/hooks/charge" { carries: card-token; protocol: http }
flow storefront -> order-service "place the order" { carries: customer-data; protocol: grpc }
flow order-service <-> shop-db "read and write orders" { carries: customer-data; protocol: tls }
flow order-service -> order-queue "order placed" { carries: customer-data; protocol: amqps }
flow order-queue -> payments "order to charge" { carries: customer-data; protocol: amqps }
flow payments <-> shop-db "card tokens and receipts" { carries: card-token; protocol: tls }
flow payments -> card-processor "charge the card" {
  carries: card-token
  protocol: https
  authn: api-key
}

// From a commit to a running pod.
flow developer -> code-host "push and review" {
  carries: source-code, sign-in
  protocol: ssh, https
}
flow developer -> idp "sign in" { carries: sign-in; protocol: https; authn: mfa }
flow operator -> idp "sign in for the cluster" { carries: sign-in; protocol: https; authn: mfa }
flow code-host -> runner "start a pipeline" {
  carries: source-code
  protocol: https
  authn: bearer-token
}
flow ci-secrets -> runner "keys for the job" { carries: deploy-keys; protocol: https }
flow base-image: public-registry -> runner "base image by tag" {
  carries: image
  protocol: https
  integrity: none
}
flow publish: runner -> registry "push the image" {
  carries: image, deploy-keys
  protocol: https
  authn: basic
}
flow runner -> code-host "write the new tag" { carries: source-code; protocol: https }
flow runner <-> tf-state "plan and apply" { carries: deploy-keys, app-secrets; protocol: https }
flow code-host -> gitops "manifests" { carries: source-code; protocol: ssh }
flow gitops -> api-server "apply the manifests" {
  carries: cluster-state, pod-token
  protocol: https
}
flow registry -> kubelet "pull the image" { carries: image; protocol: https; integrity: unknown }

// Running the cluster.
flow kubectl: operator -> api-server "kubectl" {
  carries: sign-in, cluster-state
  protocol: https
  authn: oidc
}
flow api-server -> idp "fetch the signing keys" { protocol: https }
flow api-server <-> admission "may this object in?" { carries: cluster-state; protocol: mtls }
flow api-server <-> etcd "read and write objects" {
  carries: cluster-state, app-secrets
  protocol: mtls
}
flow api-server -> kubelet "pod specs, exec" { carries: cluster-state, app-secrets; protocol: mtls }
flow kubelet -> api-server "node status" { carries: cluster-state; protocol: mtls }
flow kubelet -> metadata "credentials of the node" { protocol: http; authn: none }
flow storefront -> metadata "region of the bucket" { protocol: http; authn: none }
flow secret-manager -> secrets-operator "fetch a secret" { carries: app-secrets; protocol: https }
flow secrets-operator -> api-server "write Secret objects" {
  carries: app-secrets, pod-token
  protocol: https
}

// Watching and keeping.
flow storefront -> collector "page logs" { carries: telemetry; protocol: grpc }
flow order-logs: order-service -> collector "order logs" { carries: telemetry; protocol: grpc }
flow payments -> collector "payment logs" { carries: telemetry; protocol: grpc }
flow audit-feed: api-server -> collector "audit events" { carries: telemetry; protocol: https }
flow collector -> log-store "write" { carries: telemetry; protocol: http }
flow log-store -> dashboards "search results" { carries: telemetry; protocol: http }
flow operator -> dashboards "search the logs" { carries: sign-in; protocol: https; authn: sso }
flow etcd -> backup-job "nightly snapshot" { carries: cluster-state, app-secrets; protocol: mtls }
flow shop-db -> backup-job "nightly dump" { carries: customer-data; protocol: tls }
flow backup-job -> backups "write the night's files" {
  carries: customer-data, cluster-state
  protocol: https
}

mitigation signed-images
  "Sign each image in the pipeline, deploy by digest, and admit nothing without that signature" {
  kind: technical
  owner: "Noor"
  ticket: "PLAT-41"
  status: in-progress
  effort: weeks
}
mitigation lean-tokens
  "Mount no token by default, and give each service an account with the verbs that it uses" {
  kind: technical
  owner: "Sam"
  ticket: "PLAT-38"
  status: in-progress
  effort: days
}

// The way in for code.
threat fork-pipeline: information-disclosure on ci-secrets
  "A merge request from a fork changes the build script and prints registry and cloud keys into its job" {
  likelihood: high
  impact: high
  references: "CICD-SEC-4", "CWE-522"
  mitigation protected-variables
    "Hand keys to protected branches only, and trade them for short job tokens" {
    kind: technical
    owner: "Noor"
    ticket: "PLAT-37"
    status: in-progress
    effort: days
  }
}
threat moved-base: tampering on base-image
  "Whoever takes over a base image upstream moves its tag, and their miner ships with our next build" {
  likelihood: medium
  impact: medium
  references: "CICD-SEC-3"
  mitigation pinned-bases "Pin base images by digest in a mirror that a person updates" {
    kind: technical
    owner: "Noor"
    ticket: "PLAT-52"
    status: open
    effort: days
  }
}
threat swapped-tag: tampering on registry
  "Someone with the push password overwrites a tag, and nodes run the new image at the next restart" {
  likelihood: medium
  impact: high
  references: "ATT&CK T1525"
  mitigated-by: signed-images
}
threat repo-is-root: elevation-of-privilege on gitops
  "Two colluding developers merge a ClusterRoleBinding, and the GitOps controller makes them cluster admins" {
  likelihood: low
  impact: high
  mitigation kinds-allowed
    "Let the controller apply namespaced kinds for teams, and cluster kinds from one repository" {
    kind: technical
    owner: "Viktor"
    ticket: "PLAT-47"
    status: open
    effort: days
  }
}
threat stolen-laptop: spoofing on developer
  "Malware on a laptop copies the code host's session cookie and pushes in the developer's name" {
  likelihood: medium
  impact: medium
  references: "ATT&CK T1539"
  mitigation hardware-commits "Take only commits that a key on a hardware token has signed" {
    kind: technical
    owner: "Viktor"
    ticket: "PLAT-50"
    status: open
    effort: weeks
  }
}
threat readable-state: information-disclosure on tf-state
  "Everyone who may run a plan can read the database password, which the state keeps in clear text" {
  likelihood: low
  impact: high
  references: "CWE-312"
  mitigation state-per-stack
    "Split the state by stack, and let passwords be made inside the secret manager" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-53"
    status: open
    effort: weeks
  }
}

// From a pod outwards.
threat default-token: elevation-of-privilege on storefront
  "Code that runs in the storefront uses its mounted token to list the Secrets of all namespaces" {
  likelihood: high
  impact: high
  rationale: "The chart of 2023 bound the default account to a cluster-wide reader role"
  references: "ATT&CK T1528", "OWASP K03:2022"
  mitigated-by: lean-tokens
}
threat node-credentials: information-disclosure on metadata
  "A forged image URL makes the storefront fetch the node's cloud credentials from the metadata address" {
  likelihood: medium
  impact: high
  references: "CWE-918", "ATT&CK T1552.005"
  mitigation metadata-hop
    "Demand session tokens with a hop count of one, and block the address for pods" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-39"
    status: in-progress
    effort: hours
  }
}
threat out-of-the-box: elevation-of-privilege on kubelet
  "A pod with a hostPath mount takes over the kubelet's certificate and reads the secrets of each pod there" {
  likelihood: low
  impact: high
  references: "ATT&CK T1611"
  mitigation restricted-pods
    "Enforce the restricted pod profile in each namespace but the platform's" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-44"
    status: done
    effort: days
    evidence: "Policy test suite, run 311"
  }
}
threat believed-pod: spoofing on payments
  "Any pod calls the charge hook straight inside the cluster, where no one checks a signature any more" {
  likelihood: medium
  impact: high
  mitigation checked-hook
    "Check the processor's signature in the payment service, and admit the ingress only" {
    kind: technical
    owner: "Viktor"
    ticket: "PLAT-40"
    status: open
    effort: days
  }
}
threat made-up-order: tampering on order-queue
  "A pod with the shared queue password publishes an order to charge that no shopper has placed" {
  likelihood: low
  impact: medium
  mitigation queue-accounts "Give each service its own queue account with one direction" {
    kind: technical
    owner: "Viktor"
    ticket: "PLAT-55"
    status: open
    effort: hours
  }
}

// The control plane.
threat open-gate: elevation-of-privilege on admission
  "Someone with deploy rights waits until the webhook's only replica restarts and slips a privileged pod in" {
  likelihood: medium
  impact: high
  mitigation closed-gate
    "Let the API refuse objects while the webhook is silent, and never run fewer than three" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-42"
    status: open
    effort: hours
  }
}
threat bare-etcd: information-disclosure on etcd
  "A copied etcd disk or snapshot shows all Secret objects, for base64 is all that hides them" {
  likelihood: low
  impact: high
  references: "CWE-311"
  mitigation sealed-etcd "Encrypt Secret objects with a key of the cloud's key service" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-46"
    status: in-progress
    effort: days
  }
}
threat full-etcd: denial-of-service on etcd
  "A runaway controller creates objects until etcd's quota is full, and the API refuses each write" {
  likelihood: medium
  impact: medium
  mitigation object-quotas
    "Set object quotas for each namespace, and alert at seventy percent of etcd's size" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-51"
    status: open
    effort: hours
  }
}
threat unseen-exec: repudiation on api-server
  "After a break-in nobody can tell who ran exec in payments or read a Secret, as the policy omits both" {
  likelihood: high
  impact: medium
  references: "CWE-778"
  mitigation audit-policy
    "Audit exec, attach and reads of Secrets with the caller, and ship it off the cluster" {
    kind: monitoring
    owner: "Noor"
    ticket: "PLAT-43"
    status: in-progress
    effort: hours
  }
}
threat shared-glass: repudiation on operator
  "Two operators share the break-glass certificate, and a deletion at night leads to neither of them" {
  likelihood: medium
  impact: low
  mitigation own-glass
    "Issue a break-glass certificate to one person for one hour, and audit each issue" {
    kind: process
    owner: "Sam"
    ticket: "PLAT-57"
    status: open
    effort: days
  }
}
threat greedy-fetch: elevation-of-privilege on secrets-operator
  "A developer names the payment key in an ExternalSecret of the shop namespace, and the operator fetches it" {
  likelihood: medium
  impact: high
  mitigation scoped-stores "Give each namespace its own store with a role for its own path" {
    kind: technical
    owner: "Noor"
    ticket: "PLAT-45"
    status: open
    effort: days
  }
}

// The edge, and what remains.
threat bent-ingress: tampering on ingress
  "A developer adds a configuration snippet to an Ingress of the shop and reroutes the charge hook" {
  likelihood: low
  impact: high
  references: "CVE-2021-25742"
  mitigation no-snippets
    "Switch snippet annotations off, and refuse hosts of other namespaces at admission" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-35"
    status: verified
    evidence: "Admission test in the nightly run"
  }
}
threat sale-day: denial-of-service on load-balancer
  "A rented botnet fills the load balancer on the morning of the harvest sale, and no order gets through" {
  likelihood: medium
  impact: medium
  transfer "The cloud's protection plan absorbs it and pays back the traffic" {
    by: "Maya"
    until: 2027-07-31
  }
}
threat searchable-people: information-disclosure on log-store
  "The order service logs whole payloads, so any pod or dashboard user can search addresses of customers" {
  likelihood: high
  impact: medium
  references: "CWE-532"
  mitigation allowed-fields
    "Let the collector pass listed fields only, and ask for a tenant token on reads" {
    kind: technical
    owner: "Noor"
    ticket: "PLAT-48"
    status: open
    effort: days
  }
}
threat invented-lines: tampering on order-logs
  "A shopper puts line breaks into a delivery note and so adds lines of their own to the order logs" {
  likelihood: medium
  impact: low
  references: "CWE-117"
  accept "Disputes are settled from the database; the logs are for finding faults" {
    by: "Priya"
    until: 2027-04-15
  }
}
threat no-way-back: denial-of-service on backups
  "An intruder with the backup job's role deletes ninety nights of files before wiping the database" {
  likelihood: medium
  impact: high
  references: "ATT&CK T1490"
  mitigation locked-bucket "Move backups to another account under an object lock of thirty days" {
    kind: technical
    owner: "Sam"
    ticket: "PLAT-36"
    status: in-progress
    effort: days
  }
}
threat public-graphs: information-disclosure on dashboards
  "A dashboard shared by public link for the office screen shows revenue and customer names to anyone" {
  likelihood: medium
  impact: medium
  avoid "Public sharing is switched off; the screen signs in with an account of its own" {
    by: "Noor"
    ticket: "PLAT-33"
  }
}

dismiss spoofing on idp
  "Sign-in is bound to the domain by passkeys; nothing to type into a fake page"
dismiss denial-of-service on charge-event
  "The processor repeats an event for three days until it is answered"

assume "The managed control plane is patched within a week" on api-server {
  evidence: "Provider's bulletin feed, last twelve entries"
  checked: 2026-10-22
}
assume "Worker nodes have no public address" on node {
  evidence: "Terraform policy net-04"
  checked: 2026-10-29
}
question "Which pipelines still use the shared runner as root?" on runner { owner: "Noor" }
question "Was a restore of etcd ever tried?" on backups { owner: "Sam" }
question "Does the operator log what it changes, and for whom?" on operator { owner: "Noor" }
question "Who read which pipeline secret last month?" on ci-secrets { owner: "Noor" }
question "Does a restore by the backup job leave a trace?" on backup-job { owner: "Sam" }
question "Are image digests checked on the way to the node?" on registry -> kubelet {
  owner: "Noor"
}
park "The staging cluster and its copies of data" { until: 2027-02-15; owner: "Viktor" }
