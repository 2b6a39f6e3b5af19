// In which state a record is: by the whole of its log, or by what had come about by a day.

extension RecordView {
    /// The state that counts by the whole log, also where that is still to come; see
    /// ``currentState(of:on:)``.
    func current(_ id: String = "state") -> String? {
        guard case .log(let log) = field(id: id)?.content else { return nil }
        return log.current
    }

    /// Whether the state that counts by the whole log is one of some.
    ///
    /// - Parameter states: Their codes.
    /// - Returns: False where no state is stated.
    public func isIn(_ states: String...) -> Bool {
        guard let current = current() else { return false }
        return states.holds(current)
    }

    /// The state that counts on a day.
    ///
    /// What comes about later does not count yet; an entry without a date counts as from the beginning.
    ///
    /// - Parameters:
    ///   - id: The id of a log.
    ///   - day: In days since 1970.
    /// - Returns: Nil where no state is stated, or none that had come about by then.
    public func currentState(of id: String = "state", on day: Int32) -> String? {
        lastEntry(of: id) { $0.hasComeAbout(by: day) }?.state
    }

    /// Whether the state that counts on a day is one of some; false where there is none.
    func isIn(_ states: String..., on day: Int32) -> Bool {
        guard let current = currentState(on: day) else { return false }
        return states.holds(current)
    }

    /// The entry of a log that counts, of those that are wanted; nil where there are none.
    func lastEntry(of id: String, where isWanted: (LogEntry) -> Bool) -> LogEntry? {
        guard let log = self.field(id: id), case .log(let view) = log.content,
            case .log(let lifecycle) = log.definition.type
        else { return nil }
        var last: LogEntry?
        for entry in view.entries.map({ $0.entry }) where isWanted(entry) {
            if let found = last, !found.isOvertaken(by: entry, in: lifecycle) { continue }
            last = entry
        }
        return last
    }
}

extension LogEntry {
    /// Whether the state had come about by a day, as far as is known: on the first day that can be meant.
    func hasComeAbout(by day: Int32) -> Bool { effective.map { $0.earliestDay <= day } ?? true }
}

extension [String] {
    /// Whether a code is one of these.
    func holds(_ code: String) -> Bool { contains { $0.isSame(as: code) } }
}

// MARK: - With what follows from dates

extension RecordView {
    /// The record's state on a day, with what follows from its dates: agreements expire, memberships end.
    private func derivedState(on day: Int32) -> String? {
        guard let collection else { return nil }
        if collection.id.isSame(as: "agreements") { return agreementState(on: day) }
        if collection.id.isSame(as: "memberships") { return membershipState(on: day) }
        return currentState(on: day)
    }

    /// A state of the record's lifecycle, in people's words.
    func stateCell(_ state: String) -> QueryCell {
        guard case .log(let lifecycle) = collection?.field(id: "state")?.type else {
            return .text(state)
        }
        return .value(.code(state), .enumeration(lifecycle.states))
    }

    /// The record's state on a day as it is displayed, with what follows from its dates.
    func stateCell(on day: Int32) -> QueryCell {
        derivedState(on: day).map { stateCell($0) } ?? .notStated
    }
}

extension RecordView {
    /// Whether a membership is over on a day, whichever of the claims on its end is right.
    func isPastMembership(on day: Int32) -> Bool {
        claimedDates("until").map { $0.latestDay }.max().map { $0 < day } ?? false
    }

    /// A membership's state: `ended` where that follows from its end.
    func membershipState(on day: Int32) -> String? {
        isPastMembership(on: day) ? "ended" : currentState(on: day)
    }

    /// The dates that are claimed of a fact.
    func claimedDates(_ id: String) -> [PartialDate] {
        claims(id).compactMap { claim in
            guard case .date(let date) = claim.value else { return nil }
            return date
        }
    }
}
