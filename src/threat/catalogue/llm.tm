// Language models and agents: text that is obeyed, tools that act, and what it costs.

/// A language model does not tell data from orders. Whoever writes something that it reads, in the chat or in a page
/// that it looks up, can have it do something else than it was told.
///
/// Answer: state what is done with text before and after (`input-validation: content-filter`, `schema`), knowing that
/// it lowers the odds and no more.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Support assistant" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Support assistant" { input-validation: content-filter } }
/// flow user -> api "order"
/// ```
rule prompt-injection on process "Text that is taken for an order" {
  when: mentions("llm", "gpt", "chatbot", "assistant", "ai agent", "llm agent", "claude", "gemini", "language model", "copilot", "rag", "openai", "anthropic", "bedrock", "langchain", "prompt", "inference")
    and any-incoming(not reply)
  unless: stated(input-validation, content-filter, schema, allow-list, sanitising)
  threat: tampering
  text: "{sources} writes a text that {element} takes for an order, and it does what its makers forbade"
  ask: "Whose texts does {element} read, and what is the worst that one of them could have it do?"
  likelihood: high
  impact: medium
  advice: "Treat its answers as a stranger's input, filter both ways, and keep what it may do small: `input-validation: content-filter`"
  references: "CWE-1427", "OWASP LLM01:2025"
}

/// A model that calls tools does so with the rights of its account, for whoever talks to it. A text that talks it into
/// something then happens with more rights than its author has.
///
/// Answer: state who decides: `authz: approval`, `allow-list`, `scopes` on the flow or on the tool.
///
/// ```tm fires
/// boundary front "Front" { process one "Assistant" }
/// boundary back "Back" { process two "Refund service" }
/// flow one -> two "charge"
/// ```
///
/// ```tm silent
/// boundary front "Front" { process one "Assistant" }
/// boundary back "Back" { process two "Refund service" }
/// flow one -> two "charge" { authz: scopes, approval }
/// ```
rule agent-with-tools on flow "A model that acts with its own rights" {
  when: from is process
    and from.mentions("llm", "gpt", "chatbot", "assistant", "ai agent", "llm agent", "claude", "gemini", "language model", "copilot", "rag", "openai", "anthropic", "bedrock", "langchain", "prompt", "inference")
    and to is (process, store)
    and not reply
  unless: stated(authz, approval, allow-list, scopes, capability, owner-check, row-level)
    or stated(to.authz, approval, scopes, capability, owner-check, row-level, tenant-isolation)
  raise: from
  threat: elevation-of-privilege
  text: "Somebody talks {from} into calling {to} for something that they may not do themselves"
  ask: "With whose rights does {from} call {to}, and who says yes before it cannot be undone?"
  likelihood: medium
  impact: high
  advice: "Pass the rights of the person on, and ask a person before what cannot be undone: `authz: scopes, approval`"
  references: "CWE-441", "OWASP LLM06:2025"
}

/// What stands in a prompt, in the documents beside it or in what it was trained on can be asked out of a model. It
/// knows no reader who may not know.
///
/// Answer: state `authz` for what it is given to read, or a filter on its answers (`input-validation: content-filter`).
///
/// ```tm fires
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Chatbot" }
/// flow user -> api "order" { carries: address }
/// ```
///
/// ```tm silent
/// data address "Address" { sensitivity: confidential; kind: personal }
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Chatbot" { authz: owner-check } }
/// flow user -> api "order" { carries: address }
/// ```
rule talkative-model on process "A model that tells what it was told" {
  when: mentions("llm", "gpt", "chatbot", "assistant", "ai agent", "llm agent", "claude", "gemini", "language model", "copilot", "rag", "openai", "anthropic", "bedrock", "langchain", "prompt", "inference")
    and handles has (personal, health, payment, credential, secret, business)
  unless: stated(authz, owner-check, row-level, tenant-isolation, scopes, abac)
    or stated(input-validation, content-filter, sanitising)
  threat: information-disclosure
  text: "{sources} asks {element} in the right words for {handles} of others, and is told"
  ask: "What does {element} know that the one who asks must not learn?"
  likelihood: medium
  impact: by-data
  advice: "Give it only what the asker may read: `authz: owner-check`, and filter what it says: `input-validation: content-filter`"
  references: "CWE-200", "OWASP LLM02:2025", "OWASP LLM07:2025"
}

/// Every word is paid for, and long contexts and loops of tools multiply. Somebody who keeps a model talking spends
/// somebody else's money.
///
/// Answer: state `rate-limit: budget`, `quota` or `per-user`.
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Language model" }
/// flow user -> api "order"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" { process api "Language model" { rate-limit: budget } }
/// flow user -> api "order"
/// ```
rule burnt-budget on process "A conversation that costs a fortune" {
  when: mentions("llm", "gpt", "chatbot", "assistant", "ai agent", "llm agent", "claude", "gemini", "language model", "copilot", "rag", "openai", "anthropic", "bedrock", "langchain", "prompt", "inference")
    and any-incoming(not reply)
  unless: stated(rate-limit, budget, quota, per-user, per-key, global, backpressure)
  threat: denial-of-service
  text: "{sources} keeps {element} working until the budget or the quota is gone"
  ask: "What is the most that one caller of {element} can cost in an hour?"
  likelihood: medium
  impact: medium
  advice: "Cap words, steps and money by caller: `rate-limit: budget, per-user`"
  references: "CWE-770", "OWASP LLM10:2025"
}

/// When an agent refunded, mailed or deleted something, it has to be told afterwards on whose word, with which text
/// before it, and by which version.
///
/// Answer: state `audit: actor-log`.
///
/// ```tm fires
/// entity user "User"
/// boundary cloud "Cloud" {
///   process bot "Assistant"
///   process shop "Shop"
/// }
/// flow user -> bot "ask"
/// flow bot -> shop "refund"
/// ```
///
/// ```tm silent
/// entity user "User"
/// boundary cloud "Cloud" {
///   process bot "Assistant" { audit: actor-log }
///   process shop "Shop"
/// }
/// flow user -> bot "ask"
/// flow bot -> shop "refund"
/// ```
rule unexplained-agent on process "An agent that nobody can ask why" {
  when: mentions("llm", "gpt", "chatbot", "assistant", "ai agent", "llm agent", "claude", "gemini", "language model", "copilot", "rag", "openai", "anthropic", "bedrock", "langchain", "prompt", "inference")
    and any-outgoing(not reply and to is (process, store))
  unless: stated(audit, actor-log, append-only, central, tamper-evident)
  threat: repudiation
  text: "{element} did something for {sources}, who deny that they asked, and no record shows the conversation"
  ask: "For the last thing that {element} did: which words of whom led to it?"
  likelihood: medium
  impact: medium
  advice: "Keep prompt, tools called and results, with the person behind: `audit: actor-log, central`"
  references: "CWE-778"
}

/// What a model looks up it believes. A page, ticket or comment that somebody planted there speaks to every user, long
/// after its author has gone.
///
/// Answer: state who may write (`authz`) or how entries are proved (`integrity`).
///
/// ```tm fires
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Vector index"
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
///
/// ```tm silent
/// entity user "User" { kind: person }
/// boundary cloud "Cloud" {
///   process api "API"
///   store db "Vector index" { authz: approval }
/// }
/// flow user -> api "order"
/// flow api -> db "read and write"
/// ```
rule poisoned-knowledge on store "Knowledge that strangers wrote" {
  when: mentions("vector", "embedding", "knowledge", "knowledge base", "training", "corpus", "rag", "faq", "index", "fine tuning", "documents")
  unless: stated(integrity) or stated(authz)
  threat: tampering
  text: "Somebody gets a text of their own into {element}, and {targets} repeats or obeys it"
  ask: "Who can get a text into {element} without anybody reading it?"
  likelihood: medium
  impact: medium
  advice: "List who may add, keep where each text comes from, and read it before it counts: `authz: approval`, `integrity: versioned`"
  references: "CWE-1427", "OWASP LLM04:2025", "OWASP LLM08:2025"
}
