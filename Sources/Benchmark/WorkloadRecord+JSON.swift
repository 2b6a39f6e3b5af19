package import Shared

extension WorkloadRecord {
    /// The record as one JSON object: what other systems are measured with.
    package var json: JSONValue {
        .object(members.map { JSONValue.Member(key: $0.name, value: $0.value) })
    }

    /// The names and values in order.
    var members: [(name: String, value: JSONValue)] {
        [
            ("id", .string(id.text)), ("code", .string(code)), ("kind", .string(kind)),
            ("status", .string(status)), ("priority", .string(priority)),
            ("customer_id", .string(customer.text)), ("assignee_id", .string(assignee.text)),
            ("customer_name", .string(customerName)), ("city", .string(city)),
            ("phone", .string(phone)), ("created_at", .string(createdAt)),
            ("due_on", .string(dueOn)), ("quantity", .integer(Int64(quantity))),
            ("unit_price", .integer(Int64(unitPrice))), ("amount", .integer(Int64(amount))),
            ("currency", .string(currency)), ("is_paid", .boolean(isPaid)),
            ("tags", .array(tags.map { .string($0) })), ("title", .string(title)),
            ("note", .string(note)),
        ]
    }

    /// What of the record differs from `other`, and its identity.
    func jsonDifference(from other: WorkloadRecord) -> JSONValue {
        let old = other.members
        let changed = zip(members, old).filter { $0.name == "id" || $0.value != $1.value }
        return .object(changed.map { JSONValue.Member(key: $0.0.name, value: $0.0.value) })
    }
}
