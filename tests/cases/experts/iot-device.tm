// From OWASP Threat Dragon, td.vue/src/service/demo/iot-device.json at 6b72aad6, Apache License 2.0; changed: README.md says how.

model "Internet of Things (IoT) Device" {
  scope: "Internet of Things (IoT) Device"
}

boundary zone-1 "Zone 1" {
  entity user "User"
  process browser "Browser"
  process mobile-app "Mobile App"

  /// Python
  process my-script "My script"
  process iot-device "IoT Device"
  process local-api "Local API"
}
boundary zone-2 "Zone 2" {
  process social-networks-weather-data-etc "Social networks, Weather data, etc"
}
boundary zone-3 "Zone 3" {
  /// PHP
  process web-site "Web site"
  store mysql-database "MySQL database"

  /// Node.js
  process cloud-api "Cloud API"
  process cloud-integration "Cloud integration"
}

flow flow: user -> my-script ""
flow flow-2: user -> browser "" { protocol: http }
flow flow-3: user -> mobile-app ""
flow broadcast: iot-device -> mobile-app "Broadcast" { protocol: "UPnP" }
flow http: my-script -> local-api "HTTP" { protocol: http }
flow http-2: mobile-app -> local-api "HTTP" { protocol: http }
flow https: browser -> web-site "HTTPS" { protocol: https }

/// Periodically send a GET request to the API
flow https-2: iot-device -> cloud-api "HTTPS" { protocol: https }

/// Periodically GET to the API and receive  a command to execute
flow send-command: cloud-api -> iot-device "Send command"
flow flow-4: cloud-api -> mysql-database ""
flow flow-5: web-site -> mysql-database ""
flow flow-6: web-site -> cloud-integration ""
flow flow-7: cloud-integration -> social-networks-weather-data-etc ""
flow flow-8: cloud-integration -> mysql-database ""
