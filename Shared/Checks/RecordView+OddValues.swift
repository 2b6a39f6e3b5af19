extension RecordView {
    /// Values that were kept although they are not as they should be: amounts without a currency,
    /// and what are no addresses or telephone numbers.
    ///
    /// In the order of the fields; of a disputed field all candidates are looked at.
    public var oddValues: [Finding] {
        fields.flatMap { field -> [Finding] in
            field.standing.compactMap { value, type in
                Finding.Check(of: value, type).map { check in
                    Finding(check, field.definition.id, [.value(value, type)])
                        .named(in: collection)
                }
            }
        }
    }
}

extension Finding.Check {
    /// What is to be said of a single value; nil where it is as it should be.
    fileprivate init?(of value: FieldValue, _ type: ScalarType) {
        switch value {
        case .money(let money) where money.currency == .notStated: self = .amountWithoutCurrency
        case .text(let text) where type.isAddress && type.address(in: text) == nil:
            self = .malformedAddress
        default: return nil
        }
    }
}

extension FieldView {
    /// The single values that stand in the field, each with its type.
    fileprivate var standing: [(FieldValue, ScalarType)] {
        switch (content, definition.type) {
        case (.single(let cell), .single(let type)):
            return cell.standing.compactMap { $0 }.map { ($0, type) }
        case (.set(let elements), .set(let type)):
            return elements.compactMap { $0.element.mainValue(nil) }.map { ($0, type) }
        case (.set(let elements), .partsSet(let definition)):
            return elements.flatMap { view -> [(FieldValue, ScalarType)] in
                definition.parts.compactMap { part in
                    view.element.part(part.id).map { ($0, part.type) }
                }
            }
        case (.claims(let claims), .claims(let type)):
            return claims.entries.filter { !$0.isWithdrawn }.map { ($0.claim.value, type) }
        default: return []
        }
    }
}
