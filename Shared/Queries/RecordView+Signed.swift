// What has been signed: agreements, and the money that rests on them.

extension QuerySource {
    /// Whether what a contribution rests on has been signed: its agreement, else its project as far as the
    /// state tells.
    ///
    /// What is said of neither counts as signed.
    ///
    /// - Parameters:
    ///   - contribution: A line of money.
    ///   - day: By which it is to be signed, in days since 1970.
    /// - Returns: False where something says that nobody has signed yet.
    public func isSigned(_ contribution: RecordView, on day: Int32) -> Bool {
        if let agreement = contribution.reference("agreement").flatMap({ view($0) }),
            let isSigned = agreement.isSignedAgreement(on: day)
        {
            return isSigned
        }
        let project = contribution.reference("project").flatMap { view($0) }
        return project?.isPast(["proposed"], endedBy: ["cancelled"], on: day) ?? true
    }
}

extension RecordView {
    /// Whether an agreement has been signed, exchanged or put in force by a day; nil where nothing says so or
    /// otherwise.
    func isSignedAgreement(on day: Int32) -> Bool? {
        let dates = ["signed_on", "exchanged_on", "in_force_on"].compactMap { id -> PartialDate? in
            guard case .date(let date) = value(id) else { return nil }
            return date
        }
        if dates.contains(where: { $0.latestDay <= day }) { return true }
        let ends = ["superseded", "terminated"]
        if let isPast = isPast(["drafted", "negotiating"], endedBy: ends, on: day) {
            return isPast
        }
        return dates.isEmpty ? nil : dates.contains { $0.earliestDay <= day }
    }

    /// Whether the record's state is beyond the first ones on a day; nil where none is stated.
    ///
    /// What was given up counts as what it was until then; of what is all still to come nothing is past.
    fileprivate func isPast(
        _ first: [String],
        endedBy ends: [String],
        on day: Int32
    ) -> Bool? {
        guard case .log(let log) = field(id: "state")?.content, log.current != nil else {
            return nil
        }
        guard let current = currentState(on: day) else { return false }
        guard ends.holds(current) else { return !first.holds(current) }
        let before = log.entries.map { $0.entry }.filter {
            $0.hasComeAbout(by: day) && !ends.holds($0.state)
        }
        return before.isEmpty ? nil : before.contains { !first.holds($0.state) }
    }
}
