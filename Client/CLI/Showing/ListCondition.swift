import Shared

/// One `--where`: `FIELD OP VALUE`.
struct ListCondition {
    enum Operator: String, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case atMost = "<="
        case more = ">"
        case atLeast = ">="
        case contains = "~"
        case has

        /// The longer ones first: `<=` is not `<` of `=…`.
        static let symbols: [Operator] = [
            .notEqual, .atMost, .atLeast, .equal, .less, .more, .contains,
        ]
    }

    let column: ListColumn
    let operation: Operator
    private let operand: ListOperand

    /// Reads a condition.
    ///
    /// - Throws: a failure for another form, an unknown field, or a value that is none of the field's.
    init(
        _ text: String,
        in collection: CollectionDefinition,
        of register: Register,
        style: NumberStyle
    ) throws {
        guard let parts = Self.parts(text) else {
            throw CommandFailure(
                .usage,
                code: "not_a_condition",
                register.language == .vi
                    ? "\(text) không phải là điều kiện" : "\(text) is not a condition",
                hint: "--where 'valid_until < 2027-01-01'; = != < <= > >= ~ has"
            )
        }
        column = try ListColumn(parts.name, in: collection, of: register.schema)
        operation = parts.operation
        operand = try ListOperand(
            parts.value,
            of: column,
            operation,
            name: parts.name,
            register,
            style
        )
    }

    private static func parts(
        _ text: String
    ) -> (name: String, operation: Operator, value: String)? {
        let bytes = Array(text.utf8)
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var start = 0
        while start < bytes.count, isSpace(bytes[start]) { start += 1 }
        var end = start
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        while end < bytes.count, isSpace(bytes[end]) { end += 1 }
        let rest = bytes[end...]
        var operation: Operator?
        var length = 0
        for candidate in Operator.symbols where rest.starts(with: candidate.rawValue.utf8) {
            operation = candidate
            length = candidate.rawValue.utf8.count
            break
        }
        if operation == nil, rest.starts(with: "has".utf8), rest.count > 3,
            let next = rest.dropFirst(3).first, isSpace(next)
        {
            operation = .has
            length = 3
        }
        guard let operation, !name.utf8.isEmpty else { return nil }
        var value = rest.dropFirst(length)
        while let first = value.first, isSpace(first) { value.removeFirst() }
        while let last = value.last, isSpace(last) { value.removeLast() }
        if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
            value = value.dropFirst().dropLast()
        }
        guard !value.isEmpty else { return nil }
        return (name, operation, String(decoding: Array(value), as: UTF8.self))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E: true
        default: false
        }
    }

    /// Whether a record meets it; one without a value meets only `!=`.
    func isMet(by view: RecordView, _ reader: ListReader) -> Bool {
        isMet(
            by: operation == .has
                ? reader.allValues(of: column, in: view) : reader.values(of: column, in: view)
        )
    }

    func isMet(by values: [ListValue]) -> Bool {
        if operation == .notEqual { return !values.contains { operand.isEqual($0) } }
        return values.contains { value in
            switch operation {
            case .equal: operand.isEqual(value)
            case .has: operand.isPart(of: value)
            case .contains: operand.isContained(in: value)
            case .less: operand.compare(value).map { $0 < 0 } ?? false
            case .atMost: operand.compare(value).map { $0 <= 0 } ?? false
            case .more: operand.compare(value).map { $0 > 0 } ?? false
            case .atLeast: operand.compare(value).map { $0 >= 0 } ?? false
            case .notEqual: false
            }
        }
    }
}
