// How the parts of messages look in JSON. Members are in snake case; what is absent has no member
// where that can only mean one thing, and is null elsewhere.

extension JSONValue {
    /// An object of `members`, in this order.
    static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { Member(key: $0.0, value: $0.1) })
    }

    static func list<Element>(_ values: [Element], _ one: (Element) -> JSONValue) -> JSONValue {
        .array(values.map(one))
    }

    /// An identifier as its 26 characters.
    static func identifier(_ value: some SixteenBytes) -> JSONValue { .string(value.text) }

    /// A hash as 64 hexadecimal digits.
    static func hash(_ value: Hash256) -> JSONValue { .string(value.text) }

    /// A chain tag as 16 hexadecimal digits.
    static func tag(_ value: ChainTag) -> JSONValue {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: value)
        return digits(bytes)
    }

    /// `<replica>:<counter>`.
    static func dot(_ value: Dot) -> JSONValue {
        .string(value.replica.text + ":" + value.counter.description)
    }

    /// Bytes where nothing else can be, as hexadecimal digits.
    static func digits(_ bytes: some Sequence<UInt8>) -> JSONValue {
        .string(hexadecimal(bytes))
    }

    /// Bytes where text can be too, as `{"hex": "00ff"}`.
    static func hex(_ bytes: some Sequence<UInt8>) -> JSONValue {
        members([("hex", digits(bytes))])
    }

    /// A string when the bytes are UTF-8 that is harmless to print, else their digits.
    static func content(_ bytes: [UInt8]) -> JSONValue {
        guard firstInvalidUTF8(in: bytes[...]) == nil else { return hex(bytes) }
        let text = String(decoding: bytes, as: UTF8.self)
        let isHarmless = printable(text, keepingLineFeeds: true).utf8.elementsEqual(text.utf8)
        return isHarmless ? .string(text) : hex(bytes)
    }

    /// `{"<replica>": counter}`.
    static func vector(_ value: VersionVector) -> JSONValue {
        .object(
            value.entries.map { Member(key: $0.replica.text, value: .unsigned($0.counter)) }
        )
    }

    /// What `one` makes of a value, or null.
    static func optional<Value>(_ value: Value?, _ one: (Value) -> JSONValue) -> JSONValue {
        if let value { one(value) } else { .null }
    }
}

// MARK: - Chains

extension JSONValue {
    static func head(_ value: ChainHead) -> JSONValue {
        members([
            ("replica", .identifier(value.replica)),
            ("counter", .unsigned(value.counter)),
            ("tag", .tag(value.tag)),
        ])
    }

    static func answer(_ value: ChainAnswer) -> JSONValue {
        members([
            ("replica", .identifier(value.replica)),
            ("counter", .unsigned(value.counter)),
            ("tag_at_common", .tag(value.tagAtCommon)),
            ("acknowledged", .unsigned(value.acknowledged)),
        ])
    }

    static func fork(_ value: Fork) -> JSONValue {
        members([
            ("name", .identifier(value.name)),
            ("from", .identifier(value.from)),
            ("beyond", .unsigned(value.beyond)),
            ("first_tag", .tag(value.firstTag)),
        ])
    }

    static func rename(_ value: Rename) -> JSONValue {
        members([
            ("from", .identifier(value.from)),
            ("beyond", .unsigned(value.beyond)),
            ("to", .identifier(value.to)),
        ])
    }

    static func segment(_ value: FeedSegment) -> JSONValue {
        members([
            ("replica", .identifier(value.replica)),
            ("first", .unsigned(value.first)),
            ("applied", .boolean(value.isApplied)),
            ("received", .integer(value.received)),
            ("tags", .list(value.tags, JSONValue.tag)),
        ])
    }
}
