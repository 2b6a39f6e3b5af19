/// What a person wrote for one field: `field=value`, `field+=value` or `field-=value`.
public struct Assignment: Sendable {
    public enum Operation: Sendable {
        case set
        case add
        case remove
    }

    /// One `key=value` after the main value.
    public struct Part: Sendable {
        public let key: String
        public let text: String
    }

    public let path: FieldPath
    public let operation: Operation
    /// The main value; never empty.
    public private(set) var text: String
    /// The parts after it, for fields whose values have parts.
    public private(set) var parts: [Part]

    public var field: FieldDefinition { path.field }

    /// Reads an assignment.
    ///
    /// Values of sets of parts, of logs and of claims are divided at `;`, where `\;` is a semicolon
    /// and `\\` a backslash; other values are taken as they are, without the spaces around them. A
    /// value that begins with `@` names a file (see ``file``), one that begins with `\@` an `@`.
    ///
    /// - Throws: ``FieldError`` for what is no assignment, for an unknown field, for an empty value,
    ///   and for `+=` and `-=` on a field of one value.
    public init(
        _ text: String,
        in collection: CollectionDefinition,
        of schema: Schema
    ) throws(FieldError) {
        let (before, value) = text.cut(at: UInt8(ascii: "="))
        guard let value else { throw FieldError(path: text, .notAnAssignment) }
        var name = before
        switch before.utf8.last {
        case UInt8(ascii: "+"):
            operation = .add
            name.unicodeScalars.removeLast()
        case UInt8(ascii: "-"):
            operation = .remove
            name.unicodeScalars.removeLast()
        default: operation = .set
        }
        path = try FieldPath(name.trimmed, in: collection, of: schema)
        if operation != .set, !path.allowsPlus {
            throw FieldError(path: path.text, .notASet)
        }
        if path.hasParts, operation != .remove || !path.isClaims {
            (self.text, parts) = try Self.divided(value, path)
        } else {
            self.text = path.isLongText ? value : value.trimmed
            parts = []
        }
        guard !self.text.utf8.isEmpty else { throw FieldError(path: path.text, .empty) }
        if self.text.utf8.starts(with: "\\@".utf8) {
            self.text.unicodeScalars.removeFirst()
            isEscaped = true
        }
    }

    private var isEscaped = false

    /// The file that holds the value, `-` for standard input; nil when the value was written out.
    ///
    /// Only texts come from files. The caller reads it and calls ``take(contents:)``.
    public var file: String? {
        guard path.isText, !isEscaped, text.utf8.first == UInt8(ascii: "@"), text.utf8.count > 1
        else { return nil }
        return String(text.unicodeScalars.dropFirst())
    }

    /// Puts what was read from ``file`` in place of its name.
    ///
    /// The line break at its end is left out, which editors add and nobody means; of a single line
    /// all of them.
    public mutating func take(contents: String) throws(FieldError) {
        text = contents
        isEscaped = true
        if path.isLongText {
            if text.unicodeScalars.last == "\n" {
                text.unicodeScalars.removeLast()
                if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
            }
        } else {
            while let last = text.unicodeScalars.last, last == "\n" || last == "\r" {
                text.unicodeScalars.removeLast()
            }
        }
        if text.utf8.isEmpty { throw FieldError(path: path.text, .empty) }
    }

    private static func divided(
        _ value: String,
        _ path: FieldPath
    ) throws(FieldError) -> (String, [Part]) {
        var pieces: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in value.utf8 {
            if isEscaped {
                if byte != UInt8(ascii: ";"), byte != UInt8(ascii: "\\") {
                    pieces[pieces.count - 1].append(UInt8(ascii: "\\"))
                }
                pieces[pieces.count - 1].append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: ";") {
                pieces.append([])
            } else {
                pieces[pieces.count - 1].append(byte)
            }
        }
        if isEscaped { pieces[pieces.count - 1].append(UInt8(ascii: "\\")) }
        let texts = pieces.map { String(decoding: $0, as: UTF8.self).trimmed }
        var parts: [Part] = []
        for piece in texts.dropFirst() where !piece.utf8.isEmpty {
            let (key, text) = piece.cut(at: UInt8(ascii: "="))
            guard let text else { throw FieldError(path: path.text, .notAPart(given: piece)) }
            let part = Part(key: key.trimmed, text: text.trimmed)
            if parts.contains(where: { $0.key.isSame(as: part.key) }) {
                throw FieldError(path: path.text, .repeatedPart(part.key))
            }
            if part.text.utf8.isEmpty {
                throw FieldError(path: path.text + "." + part.key, .empty)
            }
            parts.append(part)
        }
        return (texts[0], parts)
    }
}

extension FieldPath {
    /// Whether `+=` and `-=` mean something here.
    fileprivate var allowsPlus: Bool {
        switch (field.type, part) {
        case (.single, _), (.localizedText, _), (.longText, _), (.claims, .preferred): false
        default: true
        }
    }

    /// Whether parts may follow the main value.
    fileprivate var hasParts: Bool {
        switch (field.type, part) {
        case (.partsSet, _), (.log, _), (.claims, .whole): true
        default: false
        }
    }

    fileprivate var isClaims: Bool {
        if case .claims = field.type { true } else { false }
    }

    fileprivate var isLongText: Bool {
        if case .longText = field.type { true } else { false }
    }

    fileprivate var isText: Bool {
        switch field.type {
        case .longText, .localizedText, .single(.text): true
        default: false
        }
    }
}
