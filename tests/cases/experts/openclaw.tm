// From grokify/threat-model-spec, examples/openclaw-websocket-takeover.json at 9a3ca31, MIT License; changed: README.md says how.

model "OpenClaw WebSocket Localhost Takeover" {
  scope: "Data Flow: Browser to Local Service"
}

boundary browser-boundary "Browser Sandbox" {
  process browser "Victim Browser"
}
boundary localhost-boundary "Localhost" {
  /// Accepts WebSocket connections on ws://localhost:9999/ws.
  process ws-gateway "WebSocket Gateway"
  store protected-data "API Keys, Logs, Config, Devices"
}
/// Operator of the malicious webpage.
entity attacker "Attacker"

flow flow-1: attacker -> browser "Serves malicious webpage" {
  protocol: https
  encryption: in-transit
}
flow flow-2: browser -> ws-gateway "WebSocket connection (no origin check)" {
  protocol: ws
  authn: "authenticated"
}
flow flow-3: ws-gateway -> protected-data "Reads config/logs/devices" {
  protocol: "internal"
  authn: "authenticated"
}
flow flow-4: ws-gateway -> browser "Returns exfiltrated data" { protocol: ws }
