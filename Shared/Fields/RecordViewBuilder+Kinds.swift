extension RecordViewBuilder {
    mutating func single(
        _ writes: Writes,
        as type: ScalarType,
        _ definition: FieldDefinition,
        _ place: Int
    ) -> FieldContent? {
        let plain = withoutSubkeys(writes)
        guard let cell = cellView(plain, as: type) else { return nil }
        note(cell, at: definition.id, place)
        return .single(cell)
    }

    /// Sets aside cells that a field without sub-keys does not have.
    private mutating func withoutSubkeys(_ writes: Writes) -> Writes {
        let end = writes.firstIndex { !$0.key.sub.isEmpty } ?? writes.endIndex
        unknown.append(contentsOf: writes[end...])
        return writes[..<end]
    }

    mutating func longText(
        _ writes: Writes,
        _ definition: FieldDefinition,
        _ place: Int
    ) -> FieldContent? {
        let plain = withoutSubkeys(writes)
        guard var cell = cellView(plain, reading: { FieldValue(longTextCell: $0) }) else {
            return nil
        }
        if cell.isDisputed, let text = LongText.text(mergedFrom: cell.candidates) {
            cell = CellView(
                displayed: .text(text),
                candidates: cell.candidates,
                isDisputed: false
            )
        }
        note(cell, at: definition.id, place)
        return .single(cell)
    }

    mutating func localized(
        _ writes: Writes,
        _ definition: FieldDefinition,
        _ place: Int
    ) -> FieldContent? {
        var views: [LanguageView] = []
        forEachCell(writes) { writes in
            guard let sub = writes.first?.key.sub, let cell = cellView(writes, as: .text) else {
                return
            }
            views.append(LanguageView(language: String(decoding: sub, as: UTF8.self), cell: cell))
        }
        for view in views { note(view.cell, at: definition.id + "." + view.language, place) }
        return views.isEmpty ? nil : .localized(views)
    }

    func set(
        _ writes: Writes,
        reading read: (ArraySlice<UInt8>) -> SetElement
    ) -> FieldContent? {
        var views: [ElementView] = []
        forEachCell(writes) { writes in
            guard let first = writes.first, let bytes = first.value, let best = best(writes) else {
                return
            }
            let element = read(bytes)
            if !merges.isEmpty, views.contains(where: { $0.element.leadsWhere(element) }) { return }
            views.append(
                ElementView(
                    element: element,
                    key: first.key.sub,
                    dot: best.dot,
                    stamp: best.stamp
                )
            )
        }
        return views.isEmpty ? nil : .set(views)
    }

    mutating func log(_ writes: Writes, _ lifecycle: Lifecycle) -> FieldContent? {
        var entries: [LogView.Entry] = []
        var unreadable: [RecordState.LiveWrite] = []
        forEachCell(writes) { writes in
            guard let entry = entry(writes) else {
                unreadable.append(contentsOf: writes)
                return
            }
            entries.append(entry)
        }
        unknown.append(contentsOf: unreadable)
        guard var current = entries.first?.entry else { return nil }
        for entry in entries.dropFirst() where current.isOvertaken(by: entry.entry, in: lifecycle) {
            current = entry.entry
        }
        entries.sort { $0.entry.precedes($1.entry) }
        return .log(LogView(entries: entries, current: current.state))
    }

    private func entry(_ writes: Writes) -> LogView.Entry? {
        guard let best = best(writes), let first = writes.first?.value,
            let entry = LogEntry(cell: first)
        else { return nil }
        var notes = entry.notes
        for write in writes.dropFirst() {
            for note in write.value.flatMap({ LogEntry(cell: $0) })?.notes ?? []
            where !notes.contains(where: { $0.isSame(as: note) }) {
                notes.append(note)
            }
        }
        notes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return LogView.Entry(
            entry: LogEntry(state: entry.state, effective: entry.effective, notes: notes),
            bytes: writes.count == 1 ? first : nil,
            dot: best.dot,
            stamp: best.stamp
        )
    }

    mutating func claims(
        _ writes: Writes,
        _ type: ScalarType,
        _ definition: FieldDefinition,
        _ place: Int
    ) -> FieldContent? {
        var entries: [ClaimsView.Entry] = []
        var unreadable: [RecordState.LiveWrite] = []
        var preference: CellView?
        forEachCell(writes) { cell in
            guard let sub = cell.first?.key.sub else { return }
            if sub.isEmpty {
                preference = cellView(cell, reading: { FieldValue(preferenceCell: $0) })
                return
            }
            if sub.count == CellLayout.randomKeyBytes + 1, sub.last == CellLayout.withdrawnMark {
                return
            }
            guard let id = ClaimID(bytes: sub), let best = best(cell),
                let bytes = cell.first(where: { $0.dot == best.dot })?.value,
                let claim = Claim(cell: bytes, type: type)
            else {
                unreadable.append(contentsOf: cell)
                return
            }
            let mark = CellLayout.withdrawal(of: id, in: definition.number)
            entries.append(
                ClaimsView.Entry(
                    id: id,
                    claim: claim,
                    isWithdrawn: !state.siblings(of: mark).isEmpty,
                    bytes: bytes,
                    dot: best.dot,
                    stamp: best.stamp
                )
            )
        }
        unknown.append(contentsOf: unreadable)
        if let preference { note(preference, at: definition.id + ".preferred", place) }
        guard !entries.isEmpty || preference != nil else { return nil }
        entries.sort { $0.precedes($1) }
        var preferred: ClaimID?
        if case .text(let text) = preference?.displayed { preferred = ClaimID(text: text) }
        return .claims(
            ClaimsView(entries: entries, preferred: preferred, preference: preference)
        )
    }

    mutating func counter(_ writes: Writes) -> FieldContent? {
        var sum: Int64 = 0
        var unreadable: [RecordState.LiveWrite] = []
        for write in writes {
            guard let increment = write.value.flatMap({ Int64(incrementCell: $0) }) else {
                unreadable.append(write)
                continue
            }
            let (next, isOverflow) = sum.addingReportingOverflow(increment)
            sum = isOverflow ? (increment > 0 ? .max : .min) : next
        }
        unknown.append(contentsOf: unreadable)
        return unreadable.count == writes.count ? nil : .counter(sum)
    }
}

extension ClaimsView.Entry {
    /// The order of making, as far as clocks tell it.
    fileprivate func precedes(_ other: ClaimsView.Entry) -> Bool {
        let (time, otherTime) = (stamp?.time.rawValue ?? 0, other.stamp?.time.rawValue ?? 0)
        return time == otherTime ? id.rawValue < other.id.rawValue : time < otherTime
    }
}
