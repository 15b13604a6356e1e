model "Web shop" { scope: "From the basket to the receipt" }
data card "Card number" { sensitivity: restricted; kind: payment }
entity customer "Customer" { kind: person }
boundary shop "Shop" {
  process web "Web shop"
  store stock "Stock"
  process pay "Payment service"
}
flow order: customer -> web "basket and card" { carries: card }
flow web <-> stock "reserve"
flow web -> pay "charge" { carries: card }
view cards "Where card numbers go" { focus: card }
