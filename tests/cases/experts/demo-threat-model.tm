// From OWASP Threat Dragon, ThreatDragonModels/demo-threat-model.json at 6b72aad6, Apache License 2.0; changed: README.md says how.

model "Demo Threat Model" {
  scope: "Demo Threat Model"
}

data credentials "Credentials" { kind: credential }

boundary zone-1 "Zone 1" {
  store worker-config "Worker Config" { holds: credentials }
  process background-worker-process "Background Worker Process" {
    privilege: "executionContext =Limited"
  }
}
boundary zone-2 "Zone 2" {
  store database "Database" { tags: log }
}
boundary zone-3 "Zone 3" {
  store web-application-config "Web Application Config" { holds: credentials }
  process web-application "Web Application" { privilege: "executionContext =Limited" }
}
boundary zone-4 "Zone 4" {
  store message-queue "Message Queue"
}
entity browser "Browser"

flow web-request: browser -> web-application "Web Request" {
  protocol: https
  encryption: in-transit
  tags: public-network
}
flow put-message: web-application -> message-queue "Put Message"
flow message: message-queue -> background-worker-process "Message"
flow worker-query-results: database -> background-worker-process "Worker Query Results"
flow web-response: web-application -> browser "Web Response" {
  protocol: https
  encryption: in-transit
  tags: public-network
}
flow read-web-app-config: web-application-config -> web-application "Read web app config" {
  out-of-scope: "This data flow represents a read from the file system"
}
flow read-worker-config: worker-config -> background-worker-process "Read worker config" {
  out-of-scope: "This data flow represents a read from the file system"
}
flow queries: web-application -> database "Queries" { encryption: in-transit }
flow web-app-query-results: database -> web-application "Web App Query Results" {
  encryption: in-transit
}
flow worker-queries: background-worker-process -> database "Worker Queries"
