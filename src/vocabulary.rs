//! The one table of declaration keywords, attributes and their values.
//!
//! The parser, the checker, the formatter and the documentation all read it; nothing else lists words of the
//! language. Adding an attribute or a value is one row here. This module refuses to know how a file is parsed
//! or what a value means for a threat.

/// What a declaration declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `model`: what is modelled.
    Model,
    /// `data`: a kind of data, classified.
    Data,
    /// `entity`: a person or a system outside what is modelled.
    Entity,
    /// `process`: a running thing that does work.
    Process,
    /// `store`: a place where data sits.
    Store,
    /// `boundary`: a trust boundary.
    Boundary,
    /// `flow`: data moving between two elements.
    Flow,
    /// `threat`: a finding.
    Threat,
    /// `mitigation`: what is done about a threat.
    Mitigation,
    /// `accept`: the risk is carried.
    Accept,
    /// `transfer`: the risk is somebody else's.
    Transfer,
    /// `avoid`: the risk is gone because the thing is not done.
    Avoid,
    /// `dismiss`: asked, and nothing found.
    Dismiss,
    /// `assume`: security that is taken for granted.
    Assume,
    /// `question`: an open question.
    Question,
    /// `park`: found outside the scope.
    Park,
    /// `import`: another file's declarations.
    Import,
    /// `view`: one diagram of several.
    View,
    /// `rule`: a threat rule.
    Rule,
    /// `adjust`: another rating for what a rule finds.
    Adjust,
}

impl Kind {
    /// Every kind, in the order in which the language reference lists them.
    pub const ALL: [Kind; 20] = [
        Kind::Model,
        Kind::Data,
        Kind::Entity,
        Kind::Process,
        Kind::Store,
        Kind::Boundary,
        Kind::Flow,
        Kind::Threat,
        Kind::Mitigation,
        Kind::Accept,
        Kind::Transfer,
        Kind::Avoid,
        Kind::Dismiss,
        Kind::Assume,
        Kind::Question,
        Kind::Park,
        Kind::Import,
        Kind::View,
        Kind::Rule,
        Kind::Adjust,
    ];

    /// The keyword that opens the declaration.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Kind::Model => "model",
            Kind::Data => "data",
            Kind::Entity => "entity",
            Kind::Process => "process",
            Kind::Store => "store",
            Kind::Boundary => "boundary",
            Kind::Flow => "flow",
            Kind::Threat => "threat",
            Kind::Mitigation => "mitigation",
            Kind::Accept => "accept",
            Kind::Transfer => "transfer",
            Kind::Avoid => "avoid",
            Kind::Dismiss => "dismiss",
            Kind::Assume => "assume",
            Kind::Question => "question",
            Kind::Park => "park",
            Kind::Import => "import",
            Kind::View => "view",
            Kind::Rule => "rule",
            Kind::Adjust => "adjust",
        }
    }

    /// The kind that a keyword opens.
    #[must_use]
    pub fn from_keyword(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.keyword() == word)
    }

    /// How a message speaks of one: `an entity`, `a trust boundary`.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Model => "a model",
            Kind::Data => "a kind of data",
            Kind::Entity => "an external entity",
            Kind::Process => "a process",
            Kind::Store => "a data store",
            Kind::Boundary => "a trust boundary",
            Kind::Flow => "a flow",
            Kind::Threat => "a threat",
            Kind::Mitigation => "a mitigation",
            Kind::Accept => "an acceptance",
            Kind::Transfer => "a transfer",
            Kind::Avoid => "an avoidance",
            Kind::Dismiss => "a dismissal",
            Kind::Assume => "an assumption",
            Kind::Question => "a question",
            Kind::Park => "a parked item",
            Kind::Import => "an import",
            Kind::View => "a view",
            Kind::Rule => "a rule",
            Kind::Adjust => "an adjustment",
        }
    }

    /// The shape of the declaration, for help texts.
    #[must_use]
    pub fn form(self) -> &'static str {
        match self {
            Kind::Model => "model \"Title\" { … }",
            Kind::Data => "data ID \"Label\" { … }",
            Kind::Entity => "entity ID \"Label\" { … }",
            Kind::Process => "process ID \"Label\" { … }",
            Kind::Store => "store ID \"Label\" { … }",
            Kind::Boundary => "boundary ID \"Label\" { … }",
            Kind::Flow => "flow [ID:] FROM -> TO \"Label\" { … }",
            Kind::Threat => "threat ID: CATEGORY on TARGET \"Text\" { … }",
            Kind::Mitigation => "mitigation [ID] \"Text\" { … }",
            Kind::Accept => "accept \"Because…\" { by: \"Name\"; until: DATE }",
            Kind::Transfer => "transfer \"Because…\" { by: \"Name\"; until: DATE }",
            Kind::Avoid => "avoid \"Because…\" { by: \"Name\" }",
            Kind::Dismiss => "dismiss CATEGORY-or-RULE on TARGET \"Because…\"",
            Kind::Assume => "assume \"…\" on TARGET { evidence: \"…\"; checked: DATE }",
            Kind::Question => "question \"…\" on TARGET { owner: \"Name\" }",
            Kind::Park => "park \"…\" { until: DATE }",
            Kind::Import => "import \"path.tm\" as NAME",
            Kind::View => "view ID \"Label\" { … }",
            Kind::Rule => "rule ID on KIND \"Title\" { when: …; … }",
            Kind::Adjust => "adjust RULE on TARGET \"Because…\" { likelihood: …; impact: … }",
        }
    }
}

/// What an attribute's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Words of a closed set, nothing else.
    Words(&'static [Word]),
    /// Words of a documented set; another value is accepted in quotes.
    OpenWords(&'static [Word]),
    /// Free words or strings.
    Names,
    /// One or several strings.
    Text,
    /// A date, `2026-11-02`.
    Date,
    /// A whole number between the two bounds, both included.
    Integer(i64, i64),
    /// A link: http, https, mailto or relative.
    Link,
    /// Identifiers of declarations of these kinds.
    References(&'static [Kind]),
    /// A name that no declaration of the file need have: a former identifier, a check.
    Identifier,
    /// `likelihood to low` or `impact to medium`.
    Reduction,
}

/// One documented value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The value as it is written.
    pub name: &'static str,
    /// What it says, in a few words.
    pub doc: &'static str,
}

/// How many values an attribute takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Exactly one.
    One,
    /// One or more, with commas between.
    Several,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The word before the colon.
    pub name: &'static str,
    /// The declarations that have it.
    pub on: &'static [Kind],
    /// What its value is.
    pub value: ValueType,
    /// How many values it takes.
    pub count: Count,
    /// Whether `none` and `unknown` are answers to it.
    pub answerable: bool,
    /// What it says, in one sentence.
    pub doc: &'static str,
}

impl Attribute {
    /// Whether it says how something is protected, so that `none` and `unknown` are answers to look at.
    #[must_use]
    pub fn is_control(&self) -> bool {
        matches!(self.value, ValueType::OpenWords(_))
    }
}

/// The attribute of this name on this kind of declaration.
#[must_use]
pub fn attribute(kind: Kind, name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|attribute| attribute.name == name && attribute.on.contains(&kind))
}

/// The attributes that a kind of declaration has.
pub fn attributes_of(kind: Kind) -> impl Iterator<Item = &'static Attribute> {
    ATTRIBUTES.iter().filter(move |attribute| attribute.on.contains(&kind))
}

/// Whether any declaration has an attribute of this name.
#[must_use]
pub fn is_attribute_name(name: &str) -> bool {
    ATTRIBUTES.iter().any(|attribute| attribute.name == name)
}

const fn word(name: &'static str, doc: &'static str) -> Word {
    Word { name, doc }
}

use Count::{One, Several};
use Kind::{
    Accept, Adjust, Assume, Avoid, Boundary, Data, Dismiss, Entity, Flow, Mitigation, Model, Park, Process, Question,
    Rule, Store, Threat, Transfer, View,
};

const ELEMENTS_AND_FLOWS: &[Kind] = &[Entity, Process, Store, Flow];
const DRAWN: &[Kind] = &[Entity, Process, Store, Boundary, Flow];
const VIEWED: &[Kind] = &[Entity, Process, Store, Boundary, Flow, Data];

const fn row(name: &'static str, on: &'static [Kind], value: ValueType, count: Count, doc: &'static str) -> Attribute {
    Attribute { name, on, value, count, answerable: false, doc }
}

/// A row whose value may also be `none` (asked: no) or `unknown` (asked: nobody knew).
const fn asked(
    name: &'static str,
    on: &'static [Kind],
    value: ValueType,
    count: Count,
    doc: &'static str,
) -> Attribute {
    Attribute { name, on, value, count, answerable: true, doc }
}

/// The table. Where a name means different things on different kinds (`kind`), it has a row for each.
#[rustfmt::skip] // one row a line reads as the table that it is
pub const ATTRIBUTES: &[Attribute] = &[
    // The model.
    row("scope", &[Model], ValueType::Text, One, "what is modelled, and what is not"),
    row("level", &[Model], ValueType::Words(&[
        word("feature", "one feature or integration, 60 to 90 minutes"),
        word("standard", "one subsystem, data flow or trust boundary, two hours"),
        word("system", "a whole system, half a day"),
    ]), One, "how wide the session looked"),
    row("method", &[Model], ValueType::Words(&[
        word("stride", "security: the six STRIDE categories"),
        word("linddun", "privacy: the seven LINDDUN categories"),
        word("both", "security and privacy"),
    ]), One, "the categories that the session walks through"),
    row("reviewed", &[Model], ValueType::Date, One, "when the model was last looked through"),
    row("participants", &[Model], ValueType::Text, Several, "who was in the room"),
    row("direction", &[Model, View], ValueType::Words(&[
        word("right", "flows run from left to right"),
        word("down", "flows run from top to bottom"),
    ]), One, "which way the diagram runs"),
    row("allow", &[Model], ValueType::Identifier, Several, "checks that are not reported"),
    row("warn", &[Model], ValueType::Identifier, Several, "checks that are reported as warnings"),
    row("deny", &[Model], ValueType::Identifier, Several, "checks that are reported as errors"),

    // Data.
    asked("sensitivity", &[Data], ValueType::Words(&[
        word("public", "anyone may see it"),
        word("internal", "for the organisation"),
        word("confidential", "for those who need it"),
        word("restricted", "its loss is an incident"),
    ]), One, "how bad it is when the wrong person sees it"),
    row("kind", &[Data], ValueType::Words(&[
        word("personal", "about a person"),
        word("credential", "proves who somebody is"),
        word("payment", "moves money"),
        word("health", "about somebody's health"),
        word("secret", "a key, a token, a certificate"),
        word("business", "worth something to a competitor"),
    ]), Several, "what kind of data it is"),

    // Elements and boundaries.
    row("kind", &[Entity], ValueType::Words(&[
        word("person", "a human being"),
        word("system", "software that somebody else runs"),
    ]), One, "whether it is a person or a system"),
    row("kind", &[Boundary], ValueType::Words(&[
        word("network", "a network segment"),
        word("host", "a machine, virtual or not"),
        word("process", "an operating-system process or a container"),
        word("tenant", "one customer among several"),
        word("organisation", "a company or a department"),
        word("privilege", "a level of rights"),
    ]), One, "where the level of trust changes"),
    row("trust", &[Boundary], ValueType::Integer(0, 100), One, "how far the inside is trusted, 0 to 100; higher is more trusted"),
    row("tech", DRAWN, ValueType::Names, Several, "what it is built with"),
    row("tags", &[Data, Entity, Process, Store, Boundary, Flow, Threat, Mitigation], ValueType::Names, Several, "free labels"),
    row("owner", &[Data, Entity, Process, Store, Boundary, Flow, Threat, Mitigation, Assume, Question, Park], ValueType::Text, One, "the one person who answers for it"),
    row("link", &[Model, Data, Entity, Process, Store, Boundary, Flow, Threat, Mitigation], ValueType::Link, One, "where to read more: http, https, mailto or relative"),
    row("out-of-scope", DRAWN, ValueType::Text, One, "why it is drawn but not looked at"),
    row("was", &[Data, Entity, Process, Store, Boundary, Flow, Threat, Mitigation], ValueType::Identifier, One, "the identifier that it had before"),

    // Security: the same words wherever they apply.
    asked("authn", ELEMENTS_AND_FLOWS, ValueType::OpenWords(&[
        word("password", "something that is known"),
        word("passkey", "a WebAuthn credential"),
        word("mfa", "more than one factor"),
        word("otp", "a one-time code"),
        word("sso", "the organisation's single sign-on"),
        word("oidc", "OpenID Connect"),
        word("oauth2", "an OAuth 2 access token"),
        word("saml", "a SAML assertion"),
        word("session-cookie", "a cookie that stands for a session"),
        word("bearer-token", "whoever holds the token is let in"),
        word("api-key", "a shared key for a program"),
        word("basic", "HTTP basic authentication"),
        word("mtls", "both ends show a certificate"),
        word("client-certificate", "the caller shows a certificate"),
        word("signature", "each message is signed"),
        word("service-account", "an account for a program"),
        word("workload-identity", "an identity that the platform gives to a workload"),
        word("iam-role", "a cloud role"),
        word("email-link", "a one-time link sent by e-mail"),
    ]), Several, "authentication: how it knows who is calling"),
    asked("authz", &[Process, Store, Flow], ValueType::OpenWords(&[
        word("rbac", "rights by role"),
        word("abac", "rights by attributes of the caller and of the thing"),
        word("acl", "a list of who may"),
        word("owner-check", "only the owner of the thing may"),
        word("scopes", "rights that the token carries"),
        word("capability", "holding the reference is the right"),
        word("iam-policy", "a cloud policy"),
        word("row-level", "the database filters rows by caller"),
        word("tenant-isolation", "nothing crosses from tenant to tenant"),
        word("allow-list", "only what is listed"),
        word("approval", "a person says yes first"),
    ]), Several, "authorisation: what the caller may do"),
    asked("encryption", &[Process, Store, Flow], ValueType::OpenWords(&[
        word("in-transit", "on the wire"),
        word("at-rest", "on the disk"),
        word("end-to-end", "only the two ends can read it"),
        word("field-level", "single fields, with their own keys"),
        word("client-side", "encrypted before it arrives"),
    ]), Several, "where the data cannot be read by others"),
    asked("integrity", &[Process, Store, Flow], ValueType::OpenWords(&[
        word("checksum", "finds accidents"),
        word("mac", "a keyed code on each message"),
        word("signature", "signed by its author"),
        word("hash-chain", "each entry seals the one before it"),
        word("append-only", "nothing is changed or removed"),
        word("versioned", "earlier versions stay"),
        word("constraints", "the store refuses what cannot be"),
        word("attestation", "its origin can be proved"),
    ]), Several, "how a change by the wrong hand is prevented or noticed"),
    asked("audit", ELEMENTS_AND_FLOWS, ValueType::OpenWords(&[
        word("access-log", "who called"),
        word("actor-log", "who did what to which thing"),
        word("append-only", "entries cannot be changed"),
        word("central", "shipped away from the machine"),
        word("tamper-evident", "a change of the log shows"),
        word("receipt", "the other side gets a confirmation"),
    ]), Several, "what can be proved afterwards"),
    asked("input-validation", &[Process, Flow], ValueType::OpenWords(&[
        word("schema", "checked against a schema"),
        word("allow-list", "only known values"),
        word("parameterised", "data never becomes code or query"),
        word("escaping", "escaped for where it goes"),
        word("sanitising", "dangerous parts are removed"),
        word("size-limit", "too much is refused"),
        word("content-filter", "text is classified before use"),
    ]), Several, "what is checked before input is believed"),
    asked("rate-limit", &[Process, Store, Flow], ValueType::OpenWords(&[
        word("per-user", "by account"),
        word("per-ip", "by address"),
        word("per-key", "by key or token"),
        word("global", "in all"),
        word("quota", "so much in a period"),
        word("captcha", "a test for humans"),
        word("backpressure", "callers wait"),
        word("budget", "money or tokens"),
    ]), Several, "what stops one caller from using it up"),
    asked("isolation", &[Process, Store, Boundary], ValueType::OpenWords(&[
        word("network", "its own network segment"),
        word("network-policy", "only listed peers can connect"),
        word("namespace", "its own namespace"),
        word("container", "its own container"),
        word("sandbox", "system calls are restricted"),
        word("vm", "its own virtual machine"),
        word("host", "its own machine"),
        word("account", "its own cloud account"),
        word("tenant", "one for each tenant"),
    ]), Several, "what keeps it apart from its neighbours"),
    asked("privilege", &[Entity, Process, Store], ValueType::OpenWords(&[
        word("least", "just what it needs"),
        word("read-only", "cannot change anything"),
        word("user", "an ordinary account"),
        word("service-account", "an account of its own"),
        word("admin", "can change everything in the application"),
        word("root", "can change everything on the machine"),
        word("just-in-time", "rights for an hour, on request"),
    ]), Several, "which rights it runs with"),
    asked("secrets", &[Process, Store], ValueType::OpenWords(&[
        word("vault", "from a secret manager"),
        word("kms", "keys stay in a key service"),
        word("hsm", "keys stay in hardware"),
        word("workload-identity", "none are needed"),
        word("environment", "in environment variables"),
        word("file", "in a file"),
        word("hard-coded", "in the code"),
        word("rotated", "replaced on a schedule"),
    ]), Several, "where its own secrets come from"),
    asked("backup", &[Store], ValueType::OpenWords(&[
        word("continuous", "every change"),
        word("hourly", "every hour"),
        word("daily", "every day"),
        word("weekly", "every week"),
        word("offsite", "somewhere else"),
        word("immutable", "cannot be deleted early"),
        word("tested", "restoring was tried"),
    ]), Several, "what is there after a loss"),
    asked("redundancy", &[Process, Store], ValueType::OpenWords(&[
        word("replica", "a second copy runs"),
        word("multi-zone", "survives a zone"),
        word("multi-region", "survives a region"),
        word("autoscaling", "grows with the load"),
        word("failover", "another takes over"),
        word("queue", "work waits, it is not lost"),
    ]), Several, "what goes on when a part fails"),
    asked("retention", &[Data, Store, Flow], ValueType::OpenWords(&[
        word("session", "until the session ends"),
        word("days", "some days"),
        word("weeks", "some weeks"),
        word("months", "some months"),
        word("years", "some years"),
        word("legal", "as long as the law says"),
        word("forever", "never deleted"),
    ]), Several, "how long it is kept"),
    asked("consent", &[Data, Entity, Process, Store, Flow], ValueType::OpenWords(&[
        word("opt-in", "the person said yes"),
        word("double-opt-in", "said yes and confirmed it"),
        word("opt-out", "the person may say no"),
        word("contract", "needed for what the person ordered"),
        word("legal-obligation", "the law requires it"),
        word("legitimate-interest", "weighed, and written down"),
    ]), Several, "on what ground personal data is used"),

    // Flows and stores.
    asked("protocol", &[Flow], ValueType::OpenWords(&[
        word("http", "HTTP without TLS"),
        word("https", "HTTP over TLS"),
        word("ws", "WebSocket without TLS"),
        word("wss", "WebSocket over TLS"),
        word("grpc", "gRPC without TLS"),
        word("grpcs", "gRPC over TLS"),
        word("tcp", "plain TCP"),
        word("udp", "plain UDP"),
        word("tls", "anything over TLS"),
        word("mtls", "TLS with certificates on both sides"),
        word("ssh", "SSH or SFTP"),
        word("ftp", "plain FTP"),
        word("smtp", "mail, TLS if both sides like"),
        word("smtps", "mail over TLS"),
        word("dns", "plain DNS"),
        word("ldap", "LDAP without TLS"),
        word("ldaps", "LDAP over TLS"),
        word("amqp", "AMQP without TLS"),
        word("amqps", "AMQP over TLS"),
        word("kafka", "Kafka without TLS"),
        word("mqtt", "MQTT without TLS"),
        word("mqtts", "MQTT over TLS"),
        word("sql", "a database's own protocol without TLS"),
        word("ipc", "a pipe or socket on the machine"),
        word("in-process", "a function call"),
        word("file", "a file that changes hands"),
        word("usb", "a cable or a stick"),
        word("bluetooth", "short-range radio"),
        word("paper", "printed or written"),
        word("voice", "spoken"),
    ]), Several, "how the data travels"),
    asked("carries", &[Flow], ValueType::References(&[Data]), Several, "the data that moves"),
    asked("holds", &[Store], ValueType::References(&[Data]), Several, "the data that sits there"),

    // Findings.
    row("likelihood", &[Threat, Rule, Adjust], ValueType::Words(&[
        word("low", "an insider, advanced skill or a precise combination of conditions"),
        word("medium", "a moderately skilled attacker, or a known pattern"),
        word("high", "easy; automated tools exist"),
    ]), One, "how likely it is"),
    row("impact", &[Threat, Adjust], ValueType::Words(&[
        word("low", "a nuisance"),
        word("medium", "partial exposure or a temporary disruption; recoverable"),
        word("high", "full breach, financial loss or regulatory consequence"),
    ]), One, "how bad it is"),
    row("answers", &[Threat], ValueType::Identifier, Several, "the rules whose candidates it is; all of its categories where it is absent"),
    row("rationale", &[Threat], ValueType::Text, One, "why it is rated so"),
    row("references", &[Threat, Rule], ValueType::Text, Several, "CWE, CAPEC, ATT&CK, OWASP or a URL"),
    row("mitigated-by", &[Threat], ValueType::References(&[Mitigation]), Several, "shared mitigations"),
    row("kind", &[Mitigation], ValueType::Words(&[
        word("technical", "code or configuration"),
        word("process", "what people do"),
        word("monitoring", "what is watched"),
    ]), One, "what kind of mitigation it is"),
    row("ticket", &[Threat, Mitigation, Accept, Transfer, Avoid, Question, Park], ValueType::Text, One, "where the work is tracked"),
    row("status", &[Mitigation], ValueType::Words(&[
        word("open", "not begun"),
        word("in-progress", "begun"),
        word("done", "in place"),
        word("verified", "in place and tested"),
    ]), One, "how far it is"),
    row("effort", &[Mitigation], ValueType::Words(&[
        word("hours", "less than a day"),
        word("days", "less than a week"),
        word("weeks", "less than a month"),
        word("months", "a month or more"),
    ]), One, "how much work it is"),
    row("reduces", &[Mitigation], ValueType::Reduction, Several, "what is left of the likelihood or impact once it is in place: `likelihood to low`"),
    row("evidence", &[Mitigation, Assume, Dismiss], ValueType::Text, One, "what shows that it is so"),
    row("by", &[Accept, Transfer, Avoid, Dismiss], ValueType::Text, One, "who decided"),
    row("until", &[Accept, Transfer, Avoid, Park], ValueType::Date, One, "when it is looked at again"),
    row("checked", &[Assume, Dismiss], ValueType::Date, One, "when it was last looked at"),

    // Rules.
    row("threat", &[Rule], ValueType::Identifier, Several, "the categories of what it finds"),
    row("raise", &[Rule], ValueType::Words(&[
        word("from", "where the flow comes from"),
        word("to", "where the flow goes"),
    ]), One, "the end of the flow that the candidate is put on; the flow itself where it is absent"),
    row("text", &[Rule], ValueType::Text, One, "the sentence of a candidate"),
    row("ask", &[Rule], ValueType::Text, One, "the question while nobody has said what the rule needs to know"),
    row("impact", &[Rule], ValueType::Words(&[
        word("low", "a nuisance"),
        word("medium", "partial exposure or a temporary disruption; recoverable"),
        word("high", "full breach, financial loss or regulatory consequence"),
        word("by-data", "by the most sensitive data that it touches"),
    ]), One, "how bad it is"),
    row("because", &[Rule], ValueType::Text, One, "why it is likely"),
    row("advice", &[Rule], ValueType::Text, One, "what to do about it"),

    // Views.
    row("include", &[View], ValueType::References(VIEWED), Several, "what the view shows; everything where it is absent"),
    row("exclude", &[View], ValueType::References(DRAWN), Several, "what the view leaves out"),
    row("collapse", &[View], ValueType::References(&[Boundary]), Several, "boundaries drawn as one box"),
    row("focus", &[View], ValueType::References(VIEWED), One, "the thing that the view is about, with what is next to it"),
];
