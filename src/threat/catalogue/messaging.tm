// Queues and topics: who puts messages in, who reads them, and what happens when there are too many.

/// A consumer sees a message, not who sent it. Where several can write to a queue, each of them can give orders in the
/// name of the others.
///
/// Answer: state what proves the sender: `integrity: signature`, `mac`, or who may write (`authz` of the queue).
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue"
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue" { authz: acl }
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
rule forged-message on flow "A message that anybody could have put there" {
  when: to is process
    and from.mentions("queue", "topic", "broker", "kafka", "rabbitmq", "sqs", "event bus", "eventbridge", "pubsub", "nats", "mqtt", "kinesis")
    and not reply
  unless: stated(integrity, signature, mac) or stated(from.authz) or stated(from.authn)
  raise: to
  threat: spoofing
  text: "Whoever can write to {from} orders {to} to do something in the name of another service"
  ask: "Who can put a message into {from}, and would {to} see the difference?"
  likelihood: low
  impact: medium
  advice: "List who may write, and sign what orders something: `authz: acl`, `integrity: signature`"
  references: "CWE-345", "CAPEC-151"
}

/// A consumer that dies on a message gets the same message again. One that cannot be read keeps a whole queue waiting,
/// and a hostile sender needs just one.
///
/// Answer: state what is checked (`input-validation`), and where bad messages go (`redundancy: queue`).
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue"
///   process worker "Worker" { input-validation: none }
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue"
///   process worker "Worker" { input-validation: schema }
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
rule poison-message on process "A message that stops the queue" {
  when: any-incoming(from.mentions("queue", "topic", "broker", "kafka", "rabbitmq", "sqs", "event bus", "eventbridge", "pubsub", "nats", "mqtt", "kinesis"))
  unless: answered(input-validation) or stated(redundancy, queue, failover)
  threat: denial-of-service
  text: "Somebody sends {sources} a message that {element} dies on, again and again"
  ask: "What does {element} do with a message that it cannot read, the tenth time?"
  likelihood: low
  impact: medium
  advice: "Check messages and put aside what fails: `input-validation: schema`, `redundancy: queue`"
  references: "CWE-20", "CWE-755"
}

/// Work that comes faster than it goes piles up until disk or money is gone, and by then every message is too old to
/// matter.
///
/// Answer: state what bounds it: `rate-limit: quota`, `backpressure`, or what grows with it (`redundancy:
/// autoscaling`).
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue"
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue" { rate-limit: backpressure }
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
rule endless-queue on store "A queue without an end" {
  when: mentions("queue", "topic", "broker", "kafka", "rabbitmq", "sqs", "event bus", "eventbridge", "pubsub", "nats", "mqtt", "kinesis")
  unless: stated(rate-limit) or stated(redundancy, autoscaling)
  threat: denial-of-service
  text: "{sources} writes to {element} faster than {targets} reads, until it is full and all stand still"
  ask: "How full may {element} get, and who is told to wait then?"
  likelihood: medium
  impact: medium
  advice: "Bound length and age, and push back: `rate-limit: backpressure, quota`"
  references: "CWE-770"
}

/// Brokers make it easy to listen in: a subscription is a line of configuration. Whoever may read one topic often may
/// read all.
///
/// Answer: state who may read: `authz`, or `encryption: end-to-end`.
///
/// ```tm fires
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue"
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
///
/// ```tm silent
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue" { authz: acl }
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
rule overheard-topic on store "A topic that more can read than should" {
  when: mentions("queue", "topic", "broker", "kafka", "rabbitmq", "sqs", "event bus", "eventbridge", "pubsub", "nats", "mqtt", "kinesis")
  unless: stated(authz) or stated(encryption, end-to-end, client-side, field-level)
  threat: information-disclosure
  text: "Somebody subscribes to {element} and reads {handles} that is not meant for them"
  ask: "Who can subscribe to {element}, and who would notice?"
  likelihood: low
  impact: by-data
  advice: "List readers topic by topic: `authz: acl`"
  references: "CWE-862", "CAPEC-117"
}

/// A queue forgets what was read. When a message moved money or deleted something, nobody can say later who sent it.
///
/// Answer: state `audit` on the queue or on the flow.
///
/// ```tm fires
/// data card "Card" { kind: payment; sensitivity: restricted }
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue" { holds: card; audit: none }
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
///
/// ```tm silent
/// data card "Card" { kind: payment; sensitivity: restricted }
/// boundary cloud "Cloud" {
///   process shop "Shop"
///   store orders "Order queue" { holds: card; audit: actor-log }
///   process worker "Worker"
/// }
/// flow shop -> orders "new order"
/// flow orders -> worker "next order"
/// ```
rule unaccounted-message on store "Orders by message that leave no trace" {
  when: mentions("queue", "topic", "broker", "kafka", "rabbitmq", "sqs", "event bus", "eventbridge", "pubsub", "nats", "mqtt", "kinesis")
    and handles has (payment, health, personal, credential)
  unless: answered(audit)
  threat: repudiation
  text: "A service denies having sent the message that moved {handles} through {element}"
  ask: "A week later, what shows who put a message into {element}?"
  likelihood: low
  impact: medium
  advice: "Keep sender, time and digest of what orders something: `audit: actor-log`"
  references: "CWE-778"
}
