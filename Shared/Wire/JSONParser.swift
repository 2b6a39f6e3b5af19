/// Reads JSON as RFC 8259 has it, and nothing besides.
///
/// It also refuses what the RFC leaves open and programs disagree on: names that occur twice, a
/// byte order mark, ill-formed UTF-8, and escaped surrogates without their other half.
public struct JSONParser {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var index = 0
    private var values = 0

    /// Reads the one value in `bytes`, which are UTF-8.
    public static func parse(
        _ bytes: [UInt8],
        limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, limits: limits)
        return try parser.document()
    }

    private init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func document() throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(reason: .tooLarge(limit: limits.bytesMax), line: 1, column: 1)
        }
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { throw error(.byteOrderMark, at: 0) }
        if let offset = firstInvalidUTF8(in: bytes[...]) { throw error(.invalidUTF8, at: offset) }
        let value = try value(depth: 0)
        skipWhitespace()
        guard index == bytes.count else { throw error(.trailingText, at: index) }
        return value
    }

    /// Reads a value inside of `depth` arrays and objects.
    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipWhitespace()
        guard values < limits.valuesMax else {
            throw error(.tooManyValues(limit: limits.valuesMax), at: index)
        }
        values += 1
        switch try current() {
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try literal("true", .boolean(true))
        case UInt8(ascii: "f"): return try literal("false", .boolean(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw error(.unexpectedCharacter, at: index)
        }
    }
}

// MARK: - Containers

extension JSONParser {
    private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
        try open(depth: depth)
        var result: [JSONValue] = []
        skipWhitespace()
        if try accept("]") { return result }
        repeat {
            result.append(try value(depth: depth))
            skipWhitespace()
        } while try accept(",")
        try expect("]")
        return result
    }

    private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
        try open(depth: depth)
        var result: [JSONValue.Member] = []
        var offsets: [Int] = []
        skipWhitespace()
        if try accept("}") { return result }
        repeat {
            skipWhitespace()
            guard try current() == UInt8(ascii: "\"") else {
                throw error(.unexpectedCharacter, at: index)
            }
            offsets.append(index)
            let key = try string()
            skipWhitespace()
            try expect(":")
            result.append(JSONValue.Member(key: key, value: try value(depth: depth)))
            skipWhitespace()
        } while try accept(",")
        try expect("}")
        if let duplicate = firstDuplicate(in: result) {
            throw error(.duplicateKey, at: offsets[duplicate])
        }
        return result
    }

    private mutating func open(depth: Int) throws(JSONError) {
        guard depth <= limits.depthMax else {
            throw error(.tooDeep(limit: limits.depthMax), at: index)
        }
        index += 1
    }

    /// The index of the first member whose name is that of an earlier one.
    private func firstDuplicate(in members: [JSONValue.Member]) -> Int? {
        if members.count <= 16 {
            return members.indices.first { index in
                members[..<index].contains { $0.key.isSame(as: members[index].key) }
            }
        }
        // By sorting: comparing each with each would let a large object take quadratic time.
        let order = members.indices.sorted { left, right in
            let (leftKey, rightKey) = (members[left].key.utf8, members[right].key.utf8)
            if leftKey.elementsEqual(rightKey) { return left < right }
            return leftKey.lexicographicallyPrecedes(rightKey)
        }
        var first: Int?
        for (index, next) in zip(order, order.dropFirst())
        where members[index].key.utf8.elementsEqual(members[next].key.utf8) {
            first = min(next, first ?? next)
        }
        return first
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(JSONError) -> String {
        index += 1
        var content: [UInt8] = []
        var plain = index
        while true {
            switch try current() {
            case UInt8(ascii: "\""):
                let rest = bytes[plain..<index]
                index += 1
                if content.isEmpty { return String(decoding: rest, as: UTF8.self) }
                content.append(contentsOf: rest)
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                content.append(contentsOf: bytes[plain..<index])
                try escape(into: &content)
                plain = index
            case 0..<0x20: throw error(.controlCharacter, at: index)
            default: index += 1
            }
        }
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        let start = index
        index += 1
        let letter = try current()
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): try unicodeEscape(from: start, into: &content)
        default: throw error(.invalidEscape, at: start)
        }
    }

    /// Reads the digits of the escape that begins at `start`, and a second escape if it needs one.
    private mutating func unicodeEscape(
        from start: Int,
        into content: inout [UInt8]
    ) throws(JSONError) {
        var code = try codeUnit(from: start)
        if 0xd800..<0xdc00 ~= code {
            let second = index
            guard try current() == UInt8(ascii: "\\") else {
                throw error(.loneSurrogate, at: start)
            }
            index += 1
            guard try current() == UInt8(ascii: "u") else {
                throw error(.loneSurrogate, at: start)
            }
            index += 1
            let low = try codeUnit(from: second)
            guard 0xdc00..<0xe000 ~= low else { throw error(.loneSurrogate, at: start) }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error(.loneSurrogate, at: start) }
        content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Reads four hexadecimal digits.
    private mutating func codeUnit(from start: Int) throws(JSONError) -> UInt32 {
        var result: UInt32 = 0
        for _ in 0..<4 {
            let digit = try current()
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
            default: throw error(.invalidEscape, at: start)
            }
            result = result << 4 | UInt32(value)
            index += 1
        }
        return result
    }
}

// MARK: - Tokens

extension JSONParser {
    private mutating func number() throws(JSONError) -> JSONValue {
        guard let end = JSONNumber.end(in: bytes, from: index) else {
            throw error(.invalidNumber, at: index)
        }
        let text = String(decoding: bytes[index..<end], as: UTF8.self)
        index = end
        return .number(JSONNumber(checked: text))
    }

    private mutating func literal(
        _ name: String,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        for byte in name.utf8 {
            guard try current() == byte else { throw error(.unexpectedCharacter, at: index) }
            index += 1
        }
        return value
    }

    private mutating func skipWhitespace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default: return
            }
        }
    }

    private func current() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw error(.unexpectedEnd, at: index) }
        return bytes[index]
    }

    /// Reads `character` if it comes next.
    private mutating func accept(_ character: Unicode.Scalar) throws(JSONError) -> Bool {
        guard try current() == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        guard try accept(character) else { throw error(.unexpectedCharacter, at: index) }
    }

    private func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
        JSONError(reason, at: offset, in: bytes)
    }
}
