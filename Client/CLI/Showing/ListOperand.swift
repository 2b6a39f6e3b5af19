import Shared

/// The value of a condition, read as the column's type.
struct ListOperand {
    private enum Kind {
        case text
        /// Without a unit any unit will do.
        case amount(DecimalNumber, unit: String?)
        case day(Int32)
        case range(DateRange)
        case code(String, place: Int)
        /// The record that was named; nil where the text is only what records are called.
        case reference(RecordID?)
        case boolean(Bool)
    }

    private let kind: Kind
    /// What was typed, to be compared as text.
    private let folded: String
    private let order: [UInt8]

    /// Reads `text`.
    ///
    /// - Throws: a failure that says what a value of the column looks like.
    init(
        _ text: String,
        of column: ListColumn,
        _ operation: ListCondition.Operator,
        name: String,
        _ register: Register,
        _ style: NumberStyle
    ) throws {
        var text = text
        if case .ref = column, operation != .contains {
            // However a record is named, the list prints it in one way.
            text = (try? register.findEvenDeleted(text)).map { register.shortRef($0) } ?? text
        }
        folded = foldedName(text)
        order = VietnameseOrder.key(text)
        guard operation != .contains, case .field(let definition, _, let part) = column else {
            kind = .text
            return
        }
        do {
            switch definition.type {
            case .log(let lifecycle): kind = try Self.code(text, lifecycle.states, name)
            case .counter:
                kind = .amount(try DecimalNumber(parsing: text, style: style), unit: nil)
            case .partsSet(let parts):
                kind = try Self.kind(text, (part ?? parts.main).type, name, register, style)
            case .single(let type), .set(let type), .claims(let type):
                kind = try Self.kind(text, type, name, register, style)
            case .localizedText, .longText: kind = .text
            }
        } catch let error as ValueError {
            throw FieldError(path: name, .value(error, example: "=" + definition.example))
        }
    }

    private static func kind(
        _ text: String,
        _ type: ScalarType,
        _ name: String,
        _ register: Register,
        _ style: NumberStyle
    ) throws -> Kind {
        switch type {
        case .text, .url, .email, .telephone: return .text
        case .enumeration(let list): return try code(text, list, name)
        case .boolean:
            switch foldedName(text) {
            case "yes", "y", "true", "1", "co", "dung": return .boolean(true)
            case "no", "n", "false", "0", "khong", "sai": return .boolean(false)
            default: throw FieldError(path: name, .notABoolean(given: text))
            }
        case .number: return .amount(try DecimalNumber(parsing: text, style: style), unit: nil)
        case .date: return .day(try PartialDate(parsing: text).earliestDay)
        case .range: return .range(try DateRange(parsing: text))
        case .quantity:
            let value = try Quantity(parsing: text, style: style, requiresUnit: false)
            return .amount(value.value, unit: value.unit.utf8.isEmpty ? nil : value.unit)
        case .money:
            if let number = try? DecimalNumber(parsing: text, style: style) {
                return .amount(number, unit: nil)
            }
            let value = try Money(parsing: text, style: style)
            return .amount(
                value.amount,
                unit: value.currency == .notStated ? nil : value.currency.code
            )
        case .reference(let collections):
            return .reference(try? register.resolve(collections, text).record)
        }
    }

    private static func code(_ text: String, _ list: Enumeration, _ name: String) throws -> Kind {
        guard let code = list.code(meantBy: text) else {
            throw FieldError(path: name, .noCode(text, in: list))
        }
        return .code(code, place: list.index(of: code) ?? -1)
    }
}

// MARK: - Comparing

extension ListOperand {
    func isEqual(_ value: ListValue) -> Bool {
        switch (kind, value) {
        case (.reference(let record), .reference(let reference, let label)):
            return reference.record == record || foldedName(label).isSame(as: folded)
        case (.boolean(let wanted), .boolean(let value)): return wanted == value
        case (.code(let wanted, _), .code(let code, _, _)): return wanted.isSame(as: code)
        case (.range(let wanted), .range(let range)): return wanted == range
        case (.text, _):
            return value.texts.contains { foldedName($0).isSame(as: folded) }
        default: return compare(value) == 0
        }
    }

    /// Whether a set has it, or a period shares a day with it.
    func isPart(of value: ListValue) -> Bool {
        if case .range(let wanted) = kind, case .range(let range) = value {
            return wanted.overlap(range) != .none
        }
        return isEqual(value)
    }

    /// Whether it stands in the value's text, marks and case not regarded.
    func isContained(in value: ListValue) -> Bool {
        value.texts.contains { text in
            let bytes = Array(foldedName(text).utf8)
            let wanted = Array(folded.utf8)
            guard wanted.count <= bytes.count else { return false }
            return (0...(bytes.count - wanted.count)).contains { start in
                bytes[start..<(start + wanted.count)].elementsEqual(wanted)
            }
        }
    }

    /// How the value stands to the operand: below 0 before it; nil where they cannot be compared.
    func compare(_ value: ListValue) -> Int? {
        switch (kind, value) {
        case (.amount(let wanted, let wantedUnit), .amount(let number, let unit)):
            if let wantedUnit, !foldedName(wantedUnit).isSame(as: foldedName(unit)) {
                return nil
            }
            return number == wanted ? 0 : number < wanted ? -1 : 1
        case (.day(let wanted), .day(let day, _)):
            return day == wanted ? 0 : day < wanted ? -1 : 1
        case (.range(let wanted), .range(let range)):
            guard let first = range.earliestDay, let other = wanted.earliestDay else { return nil }
            return first == other ? 0 : first < other ? -1 : 1
        case (.code(_, let wanted), .code(_, let place, _)):
            guard place >= 0, wanted >= 0 else { return nil }
            return place == wanted ? 0 : place < wanted ? -1 : 1
        case (.text, .text(let text)):
            if foldedName(text).isSame(as: folded) { return 0 }
            let key = VietnameseOrder.key(text)
            return key.lexicographicallyPrecedes(order) ? -1 : 1
        case (.reference, .reference(_, let label)):
            if isEqual(value) { return 0 }
            return VietnameseOrder.key(label).lexicographicallyPrecedes(order) ? -1 : 1
        default: return nil
        }
    }
}
