// One new feature: a language model that drafts support replies and may call two tools.
// Whatever the model reads (mails, order notes, old tickets) can try to instruct it,
// so most threats here start with a text that somebody else wrote.
// `dismiss` records a question that led to no finding; `park` keeps what is for another day.

/// The assistant reads a ticket, looks things up, proposes a refund and drafts a reply.
/// It serves Greenbox and two partner farms that sell through the same shop.
model "Support assistant" {
  scope: "From a customer's text to a reply or a refund; training our own model is left out"
  level: feature
  method: stride
  reviewed: 2026-11-16
  participants: "Priya", "Jonas", "Lena", "Sam"
}

data ticket "Mails and order notes" { sensitivity: confidential; kind: personal; retention: years }
data customer-record "Name, address, orders" { sensitivity: confidential; kind: personal }
data prompt-text "Prompt and completion" { sensitivity: confidential; kind: personal }
data refund-order "Refund instruction" { sensitivity: restricted; kind: payment }
data provider-key "Key of the model API" { sensitivity: restricted; kind: secret }
data policy "Help pages and rules" { sensitivity: internal; kind: business }

entity customer "Customer" { kind: person; authn: none }
entity agent "Support agent" { kind: person; authn: sso; audit: actor-log }

boundary vpc "Greenbox VPC" {
  kind: network
  trust: 60

  /// Anyone can write to support; a From header is no proof of anything.
  process intake "Mail and note intake" {
    tech: postfix, python
    authn: none
    input-validation: size-limit, sanitising
    rate-limit: per-ip
    audit: access-log
  }

  /// Shows tickets and drafts, and has the buttons that send and pay.
  process console "Agent console" {
    tech: react
    owner: "Jonas"
    authn: sso
    authz: tenant-isolation
    input-validation: none
    audit: actor-log
  }

  boundary assistant-zone "Assistant" {
    kind: privilege
    trust: 40
    isolation: container

    /// Builds the prompt, talks to the model, and runs the tool calls that come back.
    process assistant "Assistant" {
      tech: python
      owner: "Lena"
      authn: service-account
      authz: unknown
      input-validation: none
      rate-limit: none
      secrets: environment
      audit: none
    }
    process indexer "Indexer" { tech: python; input-validation: none; audit: unknown }
    store index "Search index" {
      tech: pgvector
      holds: policy, ticket
      authz: none
      integrity: none
      encryption: at-rest
    }
    store memory "Conversation memory" {
      tech: pgvector
      holds: ticket, customer-record
      authz: none
      retention: forever
    }

    /// The only code of the assistant that may touch orders and money.
    boundary tool-zone "Tools" {
      kind: privilege
      trust: 55

      process refund-tool "Refund tool" {
        tech: go
        authn: service-account
        authz: none
        input-validation: schema
        audit: access-log
      }
      process lookup-tool "Customer lookup" {
        tech: go
        authn: service-account
        authz: none
        input-validation: parameterised
        rate-limit: none
      }
    }
  }

  store orders "Orders and customers" {
    tech: postgres
    holds: customer-record, ticket, refund-order
    authn: password
    authz: rbac
    encryption: at-rest
    backup: daily
    audit: actor-log
  }
}

boundary model-cloud "Model provider's cloud" {
  kind: organisation
  trust: 30

  entity model-api "Model API" { kind: system; authn: api-key }
}

flow mail: customer -> intake "mail to support" { carries: ticket; protocol: smtp; authn: none }
flow note: customer -> intake "note on an order" {
  carries: ticket
  protocol: https
  authn: session-cookie
  input-validation: size-limit
}
flow intake -> orders "file mail or note" { carries: ticket; protocol: tls }
flow intake -> assistant "new ticket" { carries: ticket; protocol: grpcs }
flow orders -> indexer "closed tickets and help pages" { carries: ticket, policy; protocol: tls }
flow indexer -> index "passages and embeddings" { carries: ticket, policy; protocol: tls }
flow index -> assistant "passages near the question" { carries: ticket, policy; protocol: tls }
flow assistant <-> memory "recall and remember" { carries: ticket, customer-record; protocol: tls }
flow prompt: assistant -> model-api "prompt with context" {
  carries: prompt-text, customer-record, ticket, provider-key
  protocol: https
  authn: api-key
  retention: days
}
flow completion: model-api -> assistant "answer or tool call" {
  carries: prompt-text
  protocol: https
  input-validation: none
}
flow assistant -> refund-tool "refund(order, amount)" { carries: refund-order; protocol: grpcs }
flow assistant <-> lookup-tool "find_customer(text)" { carries: customer-record; protocol: grpcs }
flow refund-tool -> orders "book the refund" { carries: refund-order; protocol: tls }
flow lookup-tool <-> orders "search customers" { carries: customer-record; protocol: tls }
flow draft: assistant -> console "draft in Markdown" {
  carries: prompt-text
  protocol: https
  input-validation: none
}
flow agent <-> console "read, edit, send" { carries: ticket, customer-record; protocol: https }
flow console -> customer "reply by mail" { carries: ticket; protocol: smtp }

// The model cannot be the one that decides: these three answers move the decision out of it.
mitigation ticket-bound-tools
  "Give a tool the customer of the ticket from the session, and let it act on nothing else" {
  kind: technical
  owner: "Lena"
  ticket: "GB-201"
  status: in-progress
  effort: days
}
mitigation action-trail
  "Keep prompt, passages, model version and approving agent under one id with each action" {
  kind: technical
  owner: "Lena"
  ticket: "GB-204"
  status: open
  effort: days
}
mitigation dead-markup
  "Render drafts as plain text and links without images, HTML or hidden targets" {
  kind: technical
  owner: "Jonas"
  ticket: "GB-203"
  status: in-progress
  effort: days
}

// Text that gives orders.
threat mail-orders: elevation-of-privilege on assistant
  "A mail says that refunds above 200 euros are pre-approved, and the assistant calls the refund tool" {
  likelihood: high
  impact: high
  rationale: "It takes a mail client and patience; no filter tells an order from a complaint"
  references: "OWASP LLM01:2025"
  mitigation refund-button
    "Let the tool prepare refunds only, and pay after an agent has pressed the button" {
    kind: technical
    owner: "Priya"
    ticket: "GB-200"
    status: in-progress
    effort: days
  }
}
threat sleeping-note: tampering on note
  "A customer hides instructions in an order note, and they act weeks later when an agent asks about it" {
  likelihood: medium
  impact: high
  references: "OWASP LLM01:2025"
  mitigated-by: ticket-bound-tools
}
threat foreign-refund: elevation-of-privilege on refund-tool
  "A planted sentence names a stranger's order, and the tool pays it out with the rights of the shop" {
  likelihood: high
  impact: high
  references: "OWASP LLM06:2025"
  mitigated-by: ticket-bound-tools
}
threat found-again: information-disclosure on lookup-tool
  "A violent ex-partner writes in the customer's name, asks where the box goes now, and the lookup answers" {
  likelihood: medium
  impact: high
  mitigated-by: ticket-bound-tools
}
threat outvoted-policy: tampering on index
  "Someone files twenty tickets with an invented refund rule until they outrank the real one in the search" {
  likelihood: medium
  impact: medium
  references: "OWASP LLM08:2025"
  mitigation policy-only
    "Answer questions on rules from the help pages alone, never from closed tickets" {
    kind: technical
    owner: "Lena"
    ticket: "GB-209"
    status: open
    effort: hours
  }
}
threat lasting-lie: tampering on memory
  "A remembered summary of one poisoned mail steers each later conversation after the mail is deleted" {
  likelihood: medium
  impact: medium
  mitigation fading-memory
    "Remember order facts instead of free text, and forget them after thirty days" {
    kind: technical
    owner: "Lena"
    ticket: "GB-210"
    status: open
    effort: days
  }
}

// What the answer does where it is shown.
threat talking-image: information-disclosure on draft
  "A planted sentence puts the address into an image URL, and the console sends it off while rendering" {
  likelihood: medium
  impact: high
  references: "OWASP LLM05:2025", "CWE-201"
  mitigated-by: dead-markup
}
threat draft-script: elevation-of-privilege on console
  "A draft with raw HTML runs its script in the agent's session and presses the refund button by itself" {
  likelihood: medium
  impact: high
  references: "CWE-79"
  mitigated-by: dead-markup
}
threat borrowed-voice: spoofing on console
  "A planted link with the shop's name and a foreign target goes out in a genuine reply to a customer" {
  likelihood: medium
  impact: medium
  mitigation own-links "Send a reply only when each link in it points to a Greenbox domain" {
    kind: technical
    owner: "Jonas"
    ticket: "GB-211"
    status: open
    effort: hours
  }
}
threat tired-agent: elevation-of-privilege on console
  "After a hundred right proposals an agent confirms without reading, and a forged claim is paid" {
  likelihood: medium
  impact: medium
  mitigation known-fakes
    "Mix ten forged claims a week into the queue and talk about the ones that pass" {
    kind: process
    owner: "Jonas"
    ticket: "GB-212"
    status: open
    effort: days
  }
}
threat unread-reply: elevation-of-privilege on assistant
  "A planted sentence makes the assistant promise free boxes in a reply that no human has seen" {
  likelihood: high
  impact: low
  avoid "Nothing is sent on its own; the switch for it was taken out" {
    by: "Priya"
    ticket: "GB-198"
  }
}

// What leaves the house, and what mixes inside it.
threat chatty-prompt: information-disclosure on prompt
  "Each prompt holds the full customer record, and the provider's abuse archive keeps it for thirty days" {
  likelihood: high
  impact: medium
  references: "OWASP LLM02:2025"
  mitigation lean-prompt
    "Send placeholders for name and address, and fill them in when the draft is back" {
    kind: technical
    owner: "Lena"
    ticket: "GB-205"
    status: open
    effort: days
  }
}
threat curious-reviewer: information-disclosure on prompt
  "A reviewer at the provider reads a flagged conversation and recognises the customer in it" {
  likelihood: low
  impact: medium
  transfer "The contract binds reviewers to secrecy, and the provider answers for them" {
    by: "Priya"
    until: 2027-10-31
  }
}
threat shared-memory: information-disclosure on memory
  "A partner farm's agent gets lines from another farm's conversation, for recall goes by likeness only" {
  likelihood: medium
  impact: high
  references: "CWE-653"
  mitigation memory-per-farm
    "Keep one memory and one index for each farm, chosen by the agent's sign-in" {
    kind: technical
    owner: "Lena"
    ticket: "GB-202"
    status: open
    effort: days
  }
}
threat readable-vectors: information-disclosure on index
  "Someone with a copy of the embeddings turns them back into close to the wording of the tickets" {
  likelihood: low
  impact: medium
  accept "The copy would have to come from inside, where the tickets can be had more easily" {
    by: "Sam"
    until: 2027-05-15
  }
}

// What it costs, and what can be shown afterwards.
threat burnt-budget: denial-of-service on assistant
  "A script sends long mails that need many tool rounds, and the month's tokens are gone by morning" {
  likelihood: high
  impact: medium
  references: "OWASP LLM10:2025"
  mitigation sender-budget
    "Cap tokens and tool rounds for each sender and day, then hand over to a human" {
    kind: technical
    owner: "Sam"
    ticket: "GB-206"
    status: open
    effort: days
  }
}
threat lost-cause: repudiation on assistant
  "After a wrong refund nobody can show which mail, passage and model version led to the tool call" {
  likelihood: high
  impact: medium
  mitigated-by: action-trail
}
threat not-me: repudiation on agent
  "An agent puts a false promise down to the assistant, and no record parts the draft from the edit" {
  likelihood: medium
  impact: low
  mitigated-by: action-trail
}
threat new-model: tampering on completion
  "The provider moves the model's alias overnight, and instructions that it refused in tests are obeyed" {
  likelihood: medium
  impact: medium
  mitigation pinned-model
    "Call a dated version, and rerun the planted mails before moving to a newer one" {
    kind: process
    owner: "Lena"
    ticket: "GB-208"
    status: in-progress
    effort: days
  }
}
threat copied-key: spoofing on assistant
  "Whoever reads the container's environment calls the model in Greenbox's name and at its expense" {
  likelihood: low
  impact: medium
  mitigation short-keys "Fetch a key from the vault each hour, bound to our outgoing address" {
    kind: technical
    owner: "Sam"
    ticket: "GB-213"
    status: open
    effort: hours
  }
}

dismiss denial-of-service on index
  "Without passages the assistant says so and hands the ticket to an agent"
dismiss tampering on mail "The text is the sender's own; what it can set off is the question above"

assume "The provider does not train on our prompts" on prompt {
  evidence: "Enterprise terms, section 4, signed in May"
  checked: 2026-11-05
}
question "May a partner farm's rules be shown to the other farm?" on index { owner: "Priya" }
question "How long does the provider keep tool results?" on model-api { owner: "Lena" }
question "Which tools may the assistant call for which customer?" on assistant { owner: "Priya" }
question "Does the indexer log what it took in, and from whom?" on indexer { owner: "Priya" }
park "Voice calls that are typed up for the assistant" { until: 2027-06-01; owner: "Jonas" }

// Three smaller pictures: for the provider, for whoever pays refunds, and for a first look.
view provider "What the provider sees" { focus: model-api }
view refunds "Where refunds go" { focus: refund-order; direction: right }
view first-look "Without the inside of the assistant" { collapse: assistant-zone; direction: right }
