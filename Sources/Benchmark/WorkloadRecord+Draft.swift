package import Shared

extension WorkloadRecord {
    /// The save that creates the record.
    package var creation: Draft {
        Draft(kind: .create, record: id, collection: WorkloadSchema.orders, cells: cells)
    }

    /// The save that makes this record out of `old`.
    package func edit(of old: WorkloadRecord) -> Draft {
        let known = Set(old.cells)
        let changed = cells.filter { !known.contains($0) }
        return Draft(kind: .edit, record: id, collection: WorkloadSchema.orders, cells: changed)
    }

    private var cells: [Draft.Cell] {
        let single: [(WorkloadSchema.Field, FieldValue)] = [
            (.code, .text(code)), (.kind, .code(kind)), (.status, .code(status)),
            (.priority, .code(priority)), (.customer, pointer(customer, WorkloadSchema.customers)),
            (.assignee, pointer(assignee, WorkloadSchema.people)),
            (.customerName, .text(customerName)), (.city, .text(city)), (.phone, .text(phone)),
            // A date in canonical form is its own text.
            (.createdAt, .text(createdAt)), (.dueOn, .text(dueOn)), (.quantity, number(quantity)),
            (.unitPrice, number(unitPrice)), (.amount, number(amount)),
            (.currency, .code(currency)), (.isPaid, .boolean(isPaid)), (.title, .text(title)),
            (.note, .text(note)),
        ]
        return single.map { field, value in
            Draft.Cell(key: CellKey(field: field.rawValue), value: value.encoded)
        }
            + tags.map { tag in
                let element = SetElement.scalar(.text(tag))
                return Draft.Cell(
                    key: CellLayout.element(element, of: WorkloadSchema.Field.tags.rawValue),
                    value: element.encoded
                )
            }
    }

    private func pointer(_ record: RecordID, _ collection: UInt16) -> FieldValue {
        .reference(Reference(collection: collection, record: record))
    }

    private func number(_ value: Int) -> FieldValue { .number(DecimalNumber(Int64(value))) }
}
