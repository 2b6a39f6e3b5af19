/// The members of one JSON object of a message, read by name.
struct JSONMembers {
    private let path: String
    private let members: [JSONValue.Member]

    /// The members of `value`, which is at `path` of the message and may have those in `names`.
    init(_ value: JSONValue, at path: String, names: [String]) throws(JSONMessageError) {
        guard let members = value.object else {
            throw .invalid(path: path, wanted: "an object")
        }
        self.path = path
        self.members = members
        for member in members {
            guard names.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) else {
                // The name is the sender's: shortened, and harmless to print.
                let name = String(decoding: member.key.utf8.prefix(64), as: UTF8.self)
                throw .unknown(path: place(of: printable(name)))
            }
        }
    }

    /// Where the member `name` is in the message.
    func place(of name: String) -> String {
        path.utf8.isEmpty ? name : path + "." + name
    }

    /// The value of a member; nil when it is absent or null.
    func value(_ name: String) -> JSONValue? {
        let member = members.first { $0.key.utf8.elementsEqual(name.utf8) }
        guard let value = member?.value, !value.isNull else { return nil }
        return value
    }

    func required(_ name: String) throws(JSONMessageError) -> JSONValue {
        guard let value = value(name) else { throw .missing(path: place(of: name)) }
        return value
    }

    /// A number up to ``WireLimits/counterMax``; `fallback` when it is absent.
    func counter(_ name: String, or fallback: UInt64) throws(JSONMessageError) -> UInt64 {
        guard let value = value(name) else { return fallback }
        return try Self.counter(value, at: place(of: name))
    }

    static func counter(_ value: JSONValue, at path: String) throws(JSONMessageError) -> UInt64 {
        guard let number = value.integer, number >= 0, number <= WireLimits.counterMax else {
            throw .invalid(path: path, wanted: "a whole number from 0 to 2^53 - 1")
        }
        return UInt64(number)
    }

    /// An identifier's 26 characters.
    func identifier<ID: SixteenBytes>(
        _ name: String,
        as _: ID.Type = ID.self
    ) throws(JSONMessageError) -> ID {
        try Self.identifier(try required(name).string, at: place(of: name))
    }

    static func identifier<ID: SixteenBytes>(
        _ text: String?,
        at path: String
    ) throws(JSONMessageError) -> ID {
        guard let text, let id = ID(text: text) else {
            throw .invalid(path: path, wanted: "an identifier of 26 characters")
        }
        return id
    }

    func scope(_ name: String) throws(JSONMessageError) -> ScopeID {
        guard let text = try required(name).string, let scope = ScopeID(text) else {
            throw .invalid(path: place(of: name), wanted: "the name of a scope")
        }
        return scope
    }

    /// A chain tag's 16 hexadecimal digits; 0 when it is absent.
    func tag(_ name: String) throws(JSONMessageError) -> ChainTag {
        guard let value = value(name) else { return 0 }
        var tag: ChainTag = 0
        let digits = value.string.map { Array($0.utf8) } ?? []
        for digit in digits.prefix(16) {
            switch digit {
            case 0x30...0x39: tag = tag << 4 | ChainTag(digit - 0x30)
            case 0x41...0x46, 0x61...0x66: tag = tag << 4 | ChainTag((digit & 0x0F) + 9)
            default: throw .invalid(path: place(of: name), wanted: Self.tagForm)
            }
        }
        guard digits.count == 16 else {
            throw .invalid(path: place(of: name), wanted: Self.tagForm)
        }
        return tag
    }

    private static let tagForm = "16 hexadecimal digits"

    /// A list of at most `limit` elements, each read by `read` with its path; empty when absent.
    func list<Element>(
        _ name: String,
        limit: Int,
        _ read: (JSONValue, String) throws(JSONMessageError) -> Element
    ) throws(JSONMessageError) -> [Element] {
        guard let value = value(name) else { return [] }
        let place = place(of: name)
        guard let elements = value.array else { throw .invalid(path: place, wanted: "an array") }
        guard elements.count <= limit else { throw .tooMany(path: place, limit: limit) }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            result.append(try read(element, place + "[" + index.description + "]"))
        }
        return result
    }
}
