; Identifiers are unique in a file, whatever stands inside what: the file is the one scope.
(source_file) @local.scope

(data name: (identifier) @local.definition)
(entity name: (identifier) @local.definition)
(process name: (identifier) @local.definition)
(store name: (identifier) @local.definition)
(boundary name: (identifier) @local.definition)
(flow name: (identifier) @local.definition)
(threat name: (identifier) @local.definition)
(mitigation name: (identifier) @local.definition)
(view name: (identifier) @local.definition)
(rule name: (identifier) @local.definition)
(import name: (identifier) @local.definition)

; Of `identity.idp`, the import `identity` is what this file declares.
(flow_ends (path . (identifier) @local.reference))
(targets target: (path . (identifier) @local.reference))
(attribute value: (path . (identifier) @local.reference))
