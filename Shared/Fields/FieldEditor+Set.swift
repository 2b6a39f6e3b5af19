extension FieldEditor {
    /// A set of single values.
    mutating func editSet(_ assignment: Assignment, _ type: ScalarType) throws(FieldError) {
        let field = assignment.field
        try refuseReplacing(assignment)
        let value = try value(
            assignment.text,
            as: type,
            at: field.id,
            example: field.assignedExample
        )
        let element = SetElement.scalar(value)
        let key = CellLayout.element(element, of: field.number)
        if assignment.operation == .remove {
            guard isPresent(key) else {
                throw noSuchElement(assignment)
            }
            collector.remove(key)
            report(field.id, .remove, value)
        } else {
            let isChange = collector.write(element.encoded, to: key)
            report(field.id, .add, value, isChange: isChange)
        }
    }

    /// A set of elements with parts.
    mutating func editSet(
        _ assignment: Assignment,
        _ definition: PartsDefinition
    ) throws(FieldError) {
        let field = assignment.field
        try refuseReplacing(assignment)
        if assignment.operation == .remove {
            try removeElement(assignment, definition)
            return
        }
        let main = try value(
            assignment.text,
            as: definition.main.type,
            at: field.id,
            example: field.assignedExample
        )
        let others = try parts(assignment, definition)
        let element = SetElement(parts: [.init(id: definition.main.id, value: main)] + others)
        let key = CellLayout.element(element, of: field.number)
        let isChange = collector.write(element.encoded, to: key)
        report(field.id, .add, main, others, isChange: isChange)
    }

    private mutating func parts(
        _ assignment: Assignment,
        _ definition: PartsDefinition
    ) throws(FieldError) -> [SetElement.Part] {
        let field = assignment.field
        var result: [SetElement.Part] = []
        for given in assignment.parts {
            let others = definition.parts.filter { !$0.id.isSame(as: definition.main.id) }
            guard let part = others.first(where: { $0.id.isSame(as: given.key) }) else {
                let ids = others.map { $0.id }
                throw FieldError(
                    path: field.id,
                    .unknownPart(
                        given: given.key,
                        nearest: nearest(given.key, in: ids),
                        parts: ids
                    )
                )
            }
            let path = field.id + "." + part.id
            let value = try value(
                given.text,
                as: part.type,
                at: path,
                example: field.assignedExample
            )
            result.append(SetElement.Part(id: part.id, value: value))
        }
        return result
    }

    private mutating func removeElement(
        _ assignment: Assignment,
        _ definition: PartsDefinition
    ) throws(FieldError) {
        let field = assignment.field
        var found = elements(of: field.number).filter { $0.isCalled(assignment.text) }
        if found.isEmpty {
            found = try elements(of: field.number, assignment, definition)
        }
        guard let element = found.first else {
            throw noSuchElement(assignment)
        }
        if found.count > 1 {
            throw FieldError(path: field.id, .severalElements(ids: found.map { $0.id }))
        }
        collector.remove(CellKey(field: field.number, sub: element.key))
        report(field.id, .remove, element.element.mainValue(definition))
    }

    /// The elements with this main part, and with the parts that are given.
    private mutating func elements(
        of field: UInt16,
        _ assignment: Assignment,
        _ definition: PartsDefinition
    ) throws(FieldError) -> [ElementView] {
        let main = try value(
            assignment.text,
            as: definition.main.type,
            at: assignment.field.id,
            example: assignment.field.assignedExample
        )
        let others = try parts(assignment, definition)
        let candidates = elements(of: field).filter { view in
            others.allSatisfy { view.element.part($0.id) == $0.value }
        }
        let exact = candidates.filter { $0.element.mainValue(definition) == main }
        if !exact.isEmpty { return exact }
        guard case .text(let text) = main else { return [] }
        let folded = foldedName(text)
        return candidates.filter { view in
            guard case .text(let other) = view.element.mainValue(definition) else { return false }
            return foldedName(other).isSame(as: folded)
        }
    }

    private func elements(of field: UInt16) -> [ElementView] {
        guard case .set(let elements) = view?.field(number: field)?.content else { return [] }
        return elements
    }

    private func noSuchElement(_ assignment: Assignment) -> FieldError {
        FieldError(
            path: assignment.field.id,
            .noSuchElement(given: assignment.text, look: commandToLook(forIDs: false))
        )
    }

    /// Whether the record has the element, or this save adds it.
    private func isPresent(_ key: CellKey) -> Bool {
        view?.state.siblings(of: key).isEmpty == false || collector.written(to: key) != nil
    }

    /// In a record that exists, `=` on a field of several values could mean two things.
    func refuseReplacing(_ assignment: Assignment) throws(FieldError) {
        guard assignment.operation == .set, view != nil else { return }
        throw FieldError(path: assignment.field.id, .setNeedsPlus)
    }
}

extension ElementView {
    /// Whether `text` is the element's id, or `#` and the end of it.
    fileprivate func isCalled(_ text: String) -> Bool {
        id.isCalled(text)
    }
}

extension String {
    /// Whether `text` is this id, or `#` and its last four characters or more.
    func isCalled(_ text: String) -> Bool {
        let given = Array(text.utf8).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        let own = Array(utf8)
        if given == own { return true }
        guard given.first == UInt8(ascii: "#"), given.count > 4 else { return false }
        return own.suffix(given.count - 1).elementsEqual(given.dropFirst())
    }
}
