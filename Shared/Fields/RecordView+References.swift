extension RecordView {
    /// What a field refers to.
    ///
    /// - Parameter field: A field of the record's collection.
    /// - Returns: The records in the field's order; one that it names twice, twice.
    public func references(in field: FieldDefinition) -> [Reference] {
        self.field(number: field.number)?.references ?? []
    }

    /// Whether one of the fields refers to the record: also where that is in a part of the register which
    /// is not here.
    ///
    /// - Parameter reference: The record referred to.
    /// - Returns: True where any field has it.
    public func refers(to reference: Reference) -> Bool {
        fields.contains { $0.references.contains(reference) }
    }
}

extension FieldView {
    fileprivate var references: [Reference] {
        switch content {
        case .single(let cell): return [cell.displayed].compactMap { $0?.reference }
        case .set(let elements):
            return elements.flatMap { element -> [Reference] in
                switch element.element {
                case .scalar(let value): [value.reference].compactMap { $0 }
                case .parts(let parts): parts.compactMap { $0.value.reference }
                }
            }
        case .claims(let claims):
            let standing = claims.entries.filter { !$0.isWithdrawn }.map { $0.claim }
            return standing.flatMap { claim in
                [claim.value.reference, claim.source?.value.reference, claim.assertedBy]
                    .compactMap { $0 }
            }
        case .localized, .log, .counter: return []
        }
    }
}
