extension RecordView {
    /// The fields that have a value, as `show --json` prints them.
    ///
    /// Cells that this program cannot read are not in it; see ``unknownJSON``.
    public func fieldsJSON(in schema: Schema) -> JSONValue {
        var members: [JSONValue.Member] = []
        for field in fields {
            guard let value = field.json(in: schema) else { continue }
            members.append(.init(key: field.definition.id, value: value))
        }
        return .object(members)
    }

    /// The disputed values by path, each list with the displayed one first.
    ///
    /// `people` says who made a write; nil when that is not known.
    public func disputedJSON(
        in schema: Schema,
        received: (Dot) -> Int64? = { _ in nil },
        people: (DotStamp) -> Directory.Entry?
    ) -> JSONValue {
        var members: [JSONValue.Member] = []
        for conflict in conflicts {
            members.append(
                .init(
                    key: conflict.path,
                    value: conflict.candidatesJSON(in: schema, received: received, people: people)
                )
            )
        }
        return .object(members)
    }

    /// The cells of a newer version: field, sub-key and value in hexadecimal digits.
    public var unknownJSON: JSONValue {
        .array(
            unknown.map { write in
                .object([
                    .init(key: "field", value: .unsigned(UInt64(write.key.field))),
                    .init(key: "sub", value: .string(write.key.sub.hexadecimal)),
                    .init(key: "value", value: .string((write.value ?? []).hexadecimal)),
                ])
            }
        )
    }
}

extension Conflict {
    /// The word for the kind in output for programs.
    public var kindCode: String {
        switch kind {
        case .value: "value"
        case .delete: "delete"
        }
    }

    /// The candidates, numbered from 1; the first is displayed.
    public func candidatesJSON(
        in schema: Schema,
        received: (Dot) -> Int64? = { _ in nil },
        people: (DotStamp) -> Directory.Entry?
    ) -> JSONValue {
        var values: [JSONValue] = []
        switch kind {
        case .value(let candidates):
            for (index, candidate) in candidates.enumerated() {
                let value = candidate.value?.json(in: schema) ?? .null
                values.append(
                    Self.json(index, value, candidate.dot, candidate.stamp, received, people)
                )
            }
        case .delete(let candidates):
            for (index, candidate) in candidates.enumerated() {
                let value = JSONValue.string(candidate.life.code)
                values.append(
                    Self.json(index, value, candidate.dot, candidate.stamp, received, people)
                )
            }
        }
        return .array(values)
    }

    private static func json(
        _ index: Int,
        _ value: JSONValue,
        _ dot: Dot,
        _ stamp: DotStamp?,
        _ received: (Dot) -> Int64?,
        _ people: (DotStamp) -> Directory.Entry?
    ) -> JSONValue {
        let person = stamp.flatMap { people($0) }
        let at = stamp.map { $0.time.milliseconds.isoInstant }
        return .object([
            .init(key: "n", value: .unsigned(UInt64(index + 1))),
            .init(key: "value", value: value),
            .init(key: "person", value: .optional(person?.personName)),
            .init(key: "department", value: .optional(person?.departmentText(in: .en))),
            .init(key: "device", value: .optional(person?.device)),
            .init(key: "at", value: .optional(at)),
            .init(key: "received_at", value: .optional(received(dot).map { $0.isoInstant })),
            .init(key: "change", value: .string("\(dot.replica.text):\(dot.counter)")),
            .init(key: "displayed", value: .boolean(index == 0)),
        ])
    }
}

extension HeadValue {
    /// The word for it in output for programs.
    public var code: String {
        switch self {
        case .alive: "live"
        case .deleted: "deleted"
        case .purged: "purged"
        case .ruled: "ruled"
        }
    }
}

extension JSONValue {
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension Int64 {
    /// Milliseconds since 1970 as an instant to the second in UTC: `2026-01-18T09:00:00Z`.
    var isoInstant: String {
        let seconds = Swift.max(0, self / 1000)
        let time = seconds % 86_400
        let date = Int32(exactly: seconds / 86_400).flatMap { PartialDate(dayNumber: $0) }
        guard let date else { return "9999-12-31T23:59:59Z" }
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let clock = two(time / 3600) + ":" + two(time / 60 % 60) + ":" + two(time % 60)
        return date.canonical + "T" + clock + "Z"
    }
}
