import Shared

/// The register of the benchmark: orders with the fields of ``WorkloadRecord``, as a schema of its own.
package enum WorkloadSchema {
    package static let orders: UInt16 = 1
    static let customers: UInt16 = 2
    static let people: UInt16 = 3

    /// The numbers of the orders' fields; the record's identity is none of them.
    enum Field: UInt16, CaseIterable {
        case code = 32
        case kind, status, priority, customer, assignee, customerName, city, phone, createdAt, dueOn
        case quantity, unitPrice, amount, currency, isPaid, tags, title, note
    }

    /// The document that `caunoi-server init --schema` takes.
    package static var document: [UInt8] { JSONWriter.bytes(json, style: .pretty) }

    private static var json: JSONValue {
        object([
            ("schema", .string("orders")), ("version", .integer(1)),
            ("name", labels("Đơn hàng", "Orders")), ("default_language", .string("vi")),
            ("languages", .array([.string("vi"), .string("en")])),
            (
                "enumerations",
                .array([
                    enumeration("Kind", WorkloadWords.kinds),
                    enumeration("Status", WorkloadWords.statuses),
                    enumeration("Priority", WorkloadWords.priorities),
                    enumeration("Currency", WorkloadWords.currencies),
                ])
            ),
            ("lifecycles", .array([])),
            (
                "collections",
                .array([
                    collection("orders", orders, Field.allCases.map(field), label: "title"),
                    collection("customers", customers, [name]),
                    collection("people", people, [name]),
                    collection("departments", 4, [localizedName, abbreviation, departmentCode]),
                ])
            ),
        ])
    }

    private static func field(_ field: Field) -> JSONValue {
        switch field {
        case .code: plain(field, "code", "text")
        case .kind: plain(field, "kind", "enum", [("enumeration", .string("Kind"))])
        case .status: plain(field, "status", "enum", [("enumeration", .string("Status"))])
        case .priority: plain(field, "priority", "enum", [("enumeration", .string("Priority"))])
        case .customer:
            plain(field, "customer_id", "ref", [("to", .array([.string("customers")]))])
        case .assignee: plain(field, "assignee_id", "ref", [("to", .array([.string("people")]))])
        case .customerName: plain(field, "customer_name", "text")
        case .city: plain(field, "city", "text")
        case .phone: plain(field, "phone", "tel")
        case .createdAt: plain(field, "created_at", "text")
        case .dueOn: plain(field, "due_on", "pdate")
        case .quantity: plain(field, "quantity", "number")
        case .unitPrice: plain(field, "unit_price", "number")
        case .amount: plain(field, "amount", "number")
        case .currency: plain(field, "currency", "enum", [("enumeration", .string("Currency"))])
        case .isPaid: plain(field, "is_paid", "boolean")
        case .tags: plain(field, "tags", "set", [("of", .string("text"))])
        case .title: plain(field, "title", "text", [("title", .boolean(true))])
        case .note: plain(field, "note", "text")
        }
    }

    private static let name = field(32, "name", "text", [("title", .boolean(true))])
    private static let localizedName = field(32, "name", "ltext", [("title", .boolean(true))])
    private static let abbreviation = field(33, "abbr", "text")
    private static let departmentCode = field(2, "code", "text")

    private static func plain(
        _ field: Field,
        _ id: String,
        _ type: String,
        _ more: [(String, JSONValue)] = []
    ) -> JSONValue {
        self.field(field.rawValue, id, type, more)
    }

    private static func field(
        _ number: UInt16,
        _ id: String,
        _ type: String,
        _ more: [(String, JSONValue)] = []
    ) -> JSONValue {
        object(
            [
                ("id", .string(id)), ("number", .integer(Int64(number))), ("type", .string(type)),
                ("vi", .string(id)), ("en", .string(id)), ("sensitivity", .string("internal")),
            ] + more
        )
    }

    private static func collection(
        _ id: String,
        _ number: UInt16,
        _ fields: [JSONValue],
        label: String = "name"
    ) -> JSONValue {
        object([
            ("id", .string(id)), ("number", .integer(Int64(number))), ("vi", .string(id)),
            ("en", .string(id)), ("label", .array([.string(label)])), ("fields", .array(fields)),
        ])
    }

    private static func enumeration(_ id: String, _ codes: [String]) -> JSONValue {
        let values = codes.map { code in
            object([("code", .string(code)), ("vi", .string(code)), ("en", .string(code))])
        }
        return object([("id", .string(id)), ("codes", .array(values))])
    }

    private static func labels(_ vi: String, _ en: String) -> JSONValue {
        object([("vi", .string(vi)), ("en", .string(en))])
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONValue.Member(key: $0.0, value: $0.1) })
    }
}
