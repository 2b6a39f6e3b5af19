/// Writes JSON values, the same bytes for the same value every time.
///
/// Members come in the order of the value. Besides what JSON demands, it escapes the control
/// characters U+007F to U+009F, which act on terminals, and U+2028 and U+2029, which end a line in
/// JavaScript.
public struct JSONWriter: Sendable {
    public enum Style: Sendable {
        /// Without any white space.
        case compact
        /// One member or element a line, two spaces for each level; no line feed at the end.
        case pretty
    }

    private let style: Style
    private var output: [UInt8] = []

    /// The JSON text of `value` in UTF-8.
    public static func bytes(_ value: JSONValue, style: Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(value)
        return writer.output
    }

    /// The JSON text of `value`.
    public static func string(_ value: JSONValue, style: Style = .compact) -> String {
        String(decoding: bytes(value, style: style), as: UTF8.self)
    }

    private init(style: Style) { self.style = style }
}

// MARK: - Containers

extension JSONWriter {
    /// A container that is being written, and how many of its entries are.
    private struct Level {
        let container: JSONValue
        var written = 0
    }

    /// Writes with a stack of its own, so that a value of any depth is written.
    private mutating func write(_ value: JSONValue) {
        var levels: [Level] = []
        var next: JSONValue? = value
        while true {
            if let value = next {
                begin(value)
                switch value {
                case .array, .object: levels.append(Level(container: value))
                default: break
                }
            }
            guard var level = levels.popLast() else { return }
            next = entry(of: &level, depth: levels.count + 1)
            if next != nil { levels.append(level) }
        }
    }

    /// Writes a scalar, or how a container opens.
    private mutating func begin(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .boolean(let value): append(value ? "true" : "false")
        case .number(let value): append(value.text)
        case .string(let value): Self.appendString(value, to: &output)
        case .array: append("[")
        case .object: append("{")
        }
    }

    /// Writes what comes before the next entry of `level` and returns that entry's value; writes
    /// how the container closes and returns nil if there is none.
    private mutating func entry(of level: inout Level, depth: Int) -> JSONValue? {
        defer { level.written += 1 }
        switch level.container {
        case .array(let elements):
            guard level.written < elements.count else {
                close("]", isEmpty: elements.isEmpty, depth: depth)
                return nil
            }
            separate(level, depth: depth)
            return elements[level.written]
        case .object(let members):
            guard level.written < members.count else {
                close("}", isEmpty: members.isEmpty, depth: depth)
                return nil
            }
            separate(level, depth: depth)
            Self.appendString(members[level.written].key, to: &output)
            append(style == .pretty ? ": " : ":")
            return members[level.written].value
        default: return nil
        }
    }

    private mutating func separate(_ level: Level, depth: Int) {
        if level.written > 0 { append(",") }
        breakLine(depth: depth)
    }

    private mutating func close(_ bracket: String, isEmpty: Bool, depth: Int) {
        if !isEmpty { breakLine(depth: depth - 1) }
        append(bracket)
    }

    private mutating func breakLine(depth: Int) {
        guard style == .pretty else { return }
        append("\n")
        for _ in 0..<depth { append("  ") }
    }

    private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }
}

// MARK: - Strings

extension JSONWriter {
    /// Appends `value` between quotation marks, escaped.
    static func appendString(_ value: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x22: output.append(contentsOf: "\\\"".utf8)
            case 0x5c: output.append(contentsOf: "\\\\".utf8)
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x0a: output.append(contentsOf: "\\n".utf8)
            case 0x0c: output.append(contentsOf: "\\f".utf8)
            case 0x0d: output.append(contentsOf: "\\r".utf8)
            case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029:
                output.append(contentsOf: "\\u".utf8)
                appendHexadecimal(UInt8(truncatingIfNeeded: scalar.value >> 8), to: &output)
                appendHexadecimal(UInt8(truncatingIfNeeded: scalar.value), to: &output)
            case 0..<0x80: output.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends the two lower-case hexadecimal digits of `byte`.
    static func appendHexadecimal(_ byte: UInt8, to output: inout [UInt8]) {
        for digit in [byte >> 4, byte & 15] {
            output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
