extension FieldEditor {
    mutating func editClaims(_ assignment: Assignment, _ type: ScalarType) throws(FieldError) {
        let field = assignment.field
        try refuseReplacing(assignment)
        if assignment.operation == .remove {
            let entry = try namedClaim(assignment.text, of: field)
            withdraw(entry.id, field.number)
            report(field.id, .remove, entry.claim.value)
            return
        }
        let value = try value(
            assignment.text,
            as: type,
            at: field.id,
            example: field.assignedExample
        )
        var parts = ClaimParts(assertedBy: settings.ownDepartment)
        for part in assignment.parts { try read(part, into: &parts, of: field) }
        let claim = Claim(
            value: value,
            asOf: parts.asOf,
            source: parts.source,
            assertedBy: parts.assertedBy,
            certainty: parts.certainty,
            note: parts.note
        )
        let isChange = add(claim, to: field.number)
        report(field.id, .add, value, parts.understood, isChange: isChange)
    }

    /// Adds a claim, unless the same one stands; false then.
    ///
    /// Where `id` is not known, a new one is taken.
    mutating func add(_ claim: Claim, id: ClaimID? = nil, to field: UInt16) -> Bool {
        let bytes = claim.encoded
        if id == nil, claims(of: field).contains(where: { !$0.isWithdrawn && $0.bytes == bytes }) {
            return false
        }
        return collector.write(bytes, to: CellLayout.claim(id ?? newClaimID(), of: field))
    }

    mutating func withdraw(_ id: ClaimID, _ field: UInt16) {
        collector.write([0xF5], to: CellLayout.withdrawal(of: id, in: field))
    }

    /// Chooses the claim that counts; one that was withdrawn counts no more.
    mutating func prefer(_ assignment: Assignment, _ type: ScalarType) throws(FieldError) {
        let field = assignment.field
        let entry = try namedClaim(assignment.text, of: field)
        let value = entry.claim.value
        let withdrawal = CellLayout.withdrawal(of: entry.id, in: field.number)
        if entry.isWithdrawn || collector.written(to: withdrawal) != nil {
            throw FieldError(
                path: assignment.path.text,
                .withdrawnClaim(
                    value: Labels(
                        vi: value.display(in: .vi, type: type) { _ in nil },
                        en: value.display(in: .en, type: type) { _ in nil }
                    ),
                    look: commandToLook(forIDs: true)
                )
            )
        }
        let isChange = writePreferred(entry.id, of: field.number)
        report(assignment.path.text, .set, value, isChange: isChange)
    }

    mutating func writePreferred(_ id: ClaimID, of field: UInt16) -> Bool {
        var writer = CBORWriter(capacity: 9)
        writer.bytes(id.bytes)
        return collector.write(writer.bytes[...], to: CellLayout.preferred(of: field))
    }

    func claims(of field: UInt16) -> [ClaimsView.Entry] {
        guard case .claims(let claims) = view?.field(number: field)?.content else { return [] }
        return claims.entries
    }

    /// The claim that an id, or `#` and the end of one, names.
    private func namedClaim(
        _ text: String,
        of field: FieldDefinition
    ) throws(FieldError) -> ClaimsView.Entry {
        let entries = claims(of: field.number)
        let named = ClaimID(text: text)
        let found = entries.filter { $0.id == named || $0.id.text.isCalled(text) }
        guard let first = found.first else {
            throw FieldError(
                path: field.id,
                .noSuchElement(given: text, look: commandToLook(forIDs: true))
            )
        }
        if found.count > 1 {
            throw FieldError(path: field.id, .severalElements(ids: found.map { $0.id.text }))
        }
        return first
    }
}

/// What stands beside the value of a claim.
private struct ClaimParts {
    var asOf: PartialDate?
    var source: Claim.Source?
    var assertedBy: Reference?
    var certainty: String? = Claim.certainties.first
    var note: String?
    var understood: [SetElement.Part] = []

    static let names = ["as_of", "source", "certainty", "note", "asserted_by"]

    init(assertedBy: Reference?) { self.assertedBy = assertedBy }
}

extension FieldEditor {
    private mutating func read(
        _ part: Assignment.Part,
        into parts: inout ClaimParts,
        of field: FieldDefinition
    ) throws(FieldError) {
        let path = field.id + "." + part.key
        let value: FieldValue
        switch part.key {
        case "as_of":
            let date = try date(part.text, at: path)
            parts.asOf = date
            value = .date(date)
        case "source":
            let source = try source(part.text, at: path)
            parts.source = source
            value = source.value
        case "certainty":
            let certainty = try certainty(part.text, at: path)
            parts.certainty = certainty
            value = .code(certainty)
        case "note":
            let note = try line(part.text, at: path)
            parts.note = note
            value = .text(note)
        case "asserted_by":
            let department = try department(part.text, at: path)
            parts.assertedBy = department
            value = .reference(department)
        default:
            let nearest = nearest(part.key, in: ClaimParts.names)
            throw FieldError(
                path: field.id,
                .unknownPart(given: part.key, nearest: nearest, parts: ClaimParts.names)
            )
        }
        parts.understood.append(SetElement.Part(id: part.key, value: value))
    }

    /// A document that is here, or else the text itself.
    mutating func source(_ text: String, at path: String) throws(FieldError) -> Claim.Source {
        guard let documents = schema.collection(id: "documents") else {
            return .text(try line(text, at: path))
        }
        do throws(FieldError) {
            return .document(try reference(text, to: [documents.number], at: path))
        } catch {
            guard case .reference(let problem, _) = error.reason,
                !text.utf8.starts(with: "documents/".utf8), !text.utf8.starts(with: "new:".utf8)
            else { throw error }
            if case .ambiguous = problem { throw error }
            return .text(try line(text, at: path))
        }
    }

    mutating func department(_ text: String, at path: String) throws(FieldError) -> Reference {
        let departments = schema.collection(id: "departments").map { [$0.number] } ?? []
        return try reference(text, to: departments, at: path)
    }

    func certainty(_ text: String, at path: String) throws(FieldError) -> String {
        let known = Claim.certainties.map {
            Enumeration.Code(code: $0, labels: Claim.labels(ofCertainty: $0))
        }
        let own = Enumeration(id: "Certainty", codes: known)
        return try code(text, schema.enumeration(id: "Certainty") ?? own, at: path)
    }
}

extension Claim.Source {
    /// The source as a value: a reference or a text.
    public var value: FieldValue {
        switch self {
        case .document(let reference): .reference(reference)
        case .text(let text): .text(text)
        }
    }
}
