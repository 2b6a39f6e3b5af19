extension FieldEditor {
    mutating func addEntry(
        _ assignment: Assignment,
        _ lifecycle: Lifecycle
    ) throws(FieldError) {
        let field = assignment.field
        if assignment.operation == .remove { throw FieldError(path: field.id, .onlyGrows) }
        let state = try code(assignment.text, lifecycle.states, at: field.id)
        var effective: PartialDate?
        var notes: [String] = []
        var parts: [SetElement.Part] = []
        for part in assignment.parts {
            let path = field.id + "." + part.key
            if part.key.isSame(as: "effective") {
                let date = try date(part.text, at: path)
                effective = date
                parts.append(SetElement.Part(id: "effective", value: .date(date)))
            } else if part.key.isSame(as: "note") {
                let note = try line(part.text, at: path)
                notes.append(note)
                parts.append(SetElement.Part(id: "note", value: .text(note)))
            } else {
                let known = ["effective", "note"]
                let nearest = nearest(part.key, in: known)
                throw FieldError(
                    path: field.id,
                    .unknownPart(given: part.key, nearest: nearest, parts: known)
                )
            }
        }
        if effective == nil, let today = todayInstead(of: state, field.number) {
            effective = today
            parts.insert(SetElement.Part(id: "effective", value: .date(today)), at: 0)
        }
        let entry = LogEntry(state: state, effective: effective, notes: notes)
        let isChange = write(entry, to: field.number)
        report(field.id, .add, .code(state), parts, isChange: isChange)
    }

    /// The date of a state that is given without one: today, where a dated state would stand before it.
    ///
    /// Entries without a date come before all others, so that it would not become the record's state.
    private func todayInstead(of state: String, _ field: UInt16) -> PartialDate? {
        guard case .log(let log) = view?.field(number: field)?.content,
            let current = log.current, !current.isSame(as: state),
            let last = log.entries.last(where: { $0.entry.state.isSame(as: current) })?.entry,
            let since = last.effective, let today = settings.today, since.earliestDay <= today
        else { return nil }
        return PartialDate(dayNumber: today)
    }

    /// Adds an entry to a log; one that is there keeps its notes beside the new ones.
    ///
    /// - Returns: False when that adds nothing.
    mutating func write(_ entry: LogEntry, to field: UInt16) -> Bool {
        let key = entry.key(of: field)
        guard let held = heldEntry(key) else {
            collector.write(entry.encoded, to: key)
            return true
        }
        let added = entry.notes.filter { note in
            !held.notes.contains { $0.isSame(as: note) }
        }
        if added.isEmpty { return false }
        let whole = LogEntry(
            state: entry.state,
            effective: entry.effective,
            notes: held.notes + added
        )
        return collector.write(whole.encoded, to: key)
    }

    /// The entry as this save or the record has it.
    private func heldEntry(_ key: CellKey) -> LogEntry? {
        if let bytes = collector.written(to: key) { return LogEntry(cell: bytes) }
        guard case .log(let log) = view?.field(number: key.field)?.content else { return nil }
        return log.entries.first { $0.entry.key(of: key.field) == key }?.entry
    }
}
