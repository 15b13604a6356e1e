// Containers and clusters: what shares a kernel, a network and an image.

/// Containers share a kernel. A process that runs as root or privileged in one has a well-known list of ways onto the
/// machine and into its neighbours.
///
/// Answer: state `privilege: least` or `user`, or a stronger wall: `isolation: sandbox`, `vm`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { tech: docker } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { tech: docker; privilege: least } }
/// flow user -> api "order"
/// ```
rule container-escape on process "A container that is root on its machine" {
  when: mentions("docker", "container", "kubernetes", "k8s", "pod", "kubelet", "node", "openshift", "ecs", "containerd", "cluster", "eks", "gke", "aks")
  unless: stated(privilege, least, user, read-only, service-account)
    or stated(isolation, sandbox, vm, host)
  threat: elevation-of-privilege
  text: "Somebody who runs code in {element} gets out of it and onto the machine with all that runs there"
  ask: "As which user does {element} run, and what of the machine can it touch?"
  likelihood: medium
  impact: high
  advice: "Run as an ordinary user without extra rights, in a sandbox: `privilege: least`, `isolation: sandbox`"
  references: "CWE-250", "ATT&CK T1611"
}

/// Images are pulled by name. Whoever can push to the registry, or stands in for it, decides what runs the next time
/// that a machine starts.
///
/// Answer: state `integrity: signature`, `attestation` or `checksum`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Image registry"
/// }
/// flow user -> api "order"
/// flow db -> api "pull image"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Image registry"
/// }
/// flow user -> api "order"
/// flow db -> api "pull image" { integrity: signature }
/// ```
rule foreign-image on flow "An image that is not what was built" {
  when: mentions("image", "pull image", "pull")
    and (from.mentions("registry", "image", "repository", "hub", "harbor", "ecr") or to.mentions("registry", "image", "repository", "hub", "harbor", "ecr"))
  unless: stated(integrity, signature, attestation, checksum)
    or stated(to.integrity, signature, attestation, checksum)
  threat: tampering
  text: "Somebody who can push to {from} has their own code run by {to}"
  ask: "What would {to} do with an image of the right name and the wrong content?"
  likelihood: low
  impact: high
  advice: "Sign images and run only signed ones, by digest: `integrity: signature, attestation`"
  references: "CWE-494", "ATT&CK T1525"
}

/// By default every pod may talk to every other. From the weakest one an intruder looks around, and finds what was
/// never meant to be asked by strangers.
///
/// Answer: state `isolation: network-policy`, `namespace` or more.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { tech: kubernetes } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { tech: kubernetes; isolation: network-policy } }
/// flow user -> api "order"
/// ```
rule open-cluster-network on process "A network in which everything reaches everything" {
  when: mentions("docker", "container", "kubernetes", "k8s", "pod", "kubelet", "node", "openshift", "ecs", "containerd", "cluster", "eks", "gke", "aks")
    and any-incoming(not reply)
  unless: stated(isolation)
  threat: spoofing
  text: "Somebody who took over another workload reaches {element} and passes for one of {sources}"
  ask: "Which workloads can open a connection to {element} that never need to?"
  likelihood: medium
  impact: medium
  advice: "Deny by default, and allow listed peers: `isolation: network-policy`"
  references: "CWE-923", "ATT&CK T1046"
}

/// Without limits one workload, broken or hostile, takes the memory and processor of the machine, and the scheduler
/// moves the trouble on to the next.
///
/// Answer: state a limit: `rate-limit: quota`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { tech: kubernetes; rate-limit: none } }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "API" { tech: kubernetes; rate-limit: quota } }
/// flow user -> api "order"
/// ```
rule greedy-neighbour on process "A neighbour that takes all the memory" {
  when: mentions("docker", "container", "kubernetes", "k8s", "pod", "kubelet", "node", "openshift", "ecs", "containerd", "cluster", "eks", "gke", "aks")
  unless: answered(rate-limit) or stated(isolation, vm, host) or stated(redundancy)
  threat: denial-of-service
  text: "A neighbour of {element} on the same machine uses it up"
  ask: "How much of its machine can {element} take, and who has the rest?"
  likelihood: low
  impact: medium
  advice: "Set requests and limits, and quotas by namespace: `rate-limit: quota`"
  references: "CWE-770", "CWE-400"
}

/// The interface of a cluster starts, stops and reads everything in it. A token that leaked from one workload is enough
/// where roles are wide.
///
/// Answer: state `authz: rbac` and `authn` on the flow or the interface.
///
/// ```tm fires
/// boundary front "Front" { process one "Web" }
/// boundary back "Back" { process two "Kubernetes API server" }
/// flow one -> two "charge"
/// ```
///
/// ```tm silent
/// boundary front "Front" { process one "Web" }
/// boundary back "Back" { process two "Kubernetes API server" { authz: rbac } }
/// flow one -> two "charge"
/// ```
rule cluster-keys on flow "A cluster interface that takes orders from anybody" {
  when: to is process
    and to.mentions("kubernetes api", "api server", "apiserver", "kubelet", "control plane", "docker socket", "docker daemon")
    and not reply
  unless: stated(to.authz) or stated(authz)
  raise: to
  threat: elevation-of-privilege
  text: "Somebody with a token of {from} has {to} start a workload with all rights"
  ask: "What may the token of {from} make {to} do?"
  likelihood: medium
  impact: high
  advice: "Give each workload a role of its own, and none where none is needed: `authz: rbac`"
  references: "CWE-269", "ATT&CK T1610"
}
