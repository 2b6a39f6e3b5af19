import ClientCore
import Shared

/// Which records a list shows, and in what order.
struct ListSelection {
    let conditions: [ListCondition]
    let order: ListSorting
    /// Whether the deleted records are meant instead of those in use.
    let deleted: Bool

    /// A record that is listed, with what it is sorted by; nil where it has no such value.
    struct Listed {
        let record: RecordID
        let key: ListOrder?
    }

    /// The records, in order; each is looked at only as far as the list's words need it.
    func records(
        of collection: CollectionDefinition,
        _ reader: ListReader
    ) -> [RecordID] {
        let register = reader.register
        if conditions.isEmpty, order.column == nil {
            return register.recordsByLabel(of: collection.number)
                .filter { isListed($0.life) }.map { $0.record }
        }
        var listed: [Listed] = []
        let fields = neededFields
        var screen = ListScreen(conditions, reader)
        register.visitViews(
            of: collection.number,
            onlyFields: fields,
            where: { screen.mayBeListed($0) }
        ) { view in
            guard isListed(view.life), conditions.allSatisfy({ $0.isMet(by: view, reader) }) else {
                return
            }
            let key = order.column.flatMap { reader.order(by: $0, of: view) }
            listed.append(Listed(record: view.id, key: key))
        }
        return order.sorted(listed, register)
    }

    /// The fields that conditions and order look at; nil where they look at what a record is called.
    private var neededFields: Set<UInt16>? {
        var result: Set<UInt16> = []
        for column in conditions.map({ $0.column }) + [order.column].compactMap({ $0 }) {
            switch column {
            case .field(let field, _, _) where ListReader.isGivenName(field): return nil
            case .field(let field, _, _): result.insert(field.number)
            case .label: return nil
            case .ref, .id, .life: break
            }
        }
        return result
    }

    private func isListed(_ life: RecordLife) -> Bool {
        deleted ? life == .deleted : life.isInUse
    }
}

/// The order of a list.
struct ListSorting {
    /// Nil for what records are called.
    let column: ListColumn?
    let isDescending: Bool

    /// Sorts by the column, records without a value last; then by what they are called.
    func sorted(_ listed: [ListSelection.Listed], _ register: Register) -> [RecordID] {
        let keyed = listed.map { (listed: $0, label: register.order(of: $0.record)) }
        return keyed.sorted { left, right in
            switch (left.listed.key, right.listed.key) {
            case (let a?, let b?):
                if a.precedes(b) { return !isDescending }
                if b.precedes(a) { return isDescending }
            case (_?, nil): return true
            case (nil, _?): return false
            case (nil, nil): break
            }
            if left.label != right.label {
                return left.label.lexicographicallyPrecedes(right.label)
            }
            return left.listed.record.precedes(right.listed.record)
        }.map { $0.listed.record }
    }
}

extension Register {
    /// A collection's records in the order of what they are called.
    fileprivate func recordsByLabel(of collection: UInt16) -> [FoundRecord] {
        catalogued { try $0.catalogued(in: collection, by: language) }
    }

    /// By what a record's name is sorted.
    fileprivate func order(of record: RecordID) -> [UInt8] {
        catalogued { try $0.catalogueOrder(of: record, in: language) ?? [] }
    }
}
