extension RecordView {
    /// Whether a project runs on a day from `first` to `last`, as far as its dates and its states say.
    ///
    /// It may where it has no dates, or where its end is open. What was closed or cancelled before does not,
    /// however long it was to run; what was suspended before may have been taken up again. That a date is
    /// only about or uncertain makes no difference.
    func isRunning(first: Int32, last: Int32) -> DateOverlap {
        let whole: DateOverlap =
            projectPeriod?.unmarked.overlap(first: first, last: last) ?? .possible
        guard whole != .none,
            let halt = lastEntry(of: "state", where: { $0.hasComeAbout(by: last) }),
            ["closed", "cancelled", "suspended"].holds(halt.state)
        else { return whole }
        let isSuspended = halt.state.isSame(as: "suspended")
        guard let end = halt.effective?.marked(.none) else {
            // Of what was closed at some time the period says when.
            if halt.state.isSame(as: "closed") { return whole }
            return isSuspended ? .possible : .none
        }
        guard let overlap = period(until: end)?.overlap(first: first, last: last),
            overlap != .none
        else { return isSuspended ? .possible : .none }
        return overlap
    }

    /// When a project runs, at the longest until a date; nil where it was to begin later.
    private func period(until end: PartialDate) -> DateRange? {
        let period = projectPeriod?.unmarked
        if let period, let last = period.latestDay, last <= end.latestDay { return period }
        return try? DateRange(from: period?.from, until: .date(end))
    }
}

extension DateRange {
    /// The same period with its dates as if they were known for sure.
    fileprivate var unmarked: DateRange {
        let end = untilDate.map { End.date($0.marked(.none)) } ?? until
        return (try? DateRange(from: from?.marked(.none), until: end)) ?? self
    }
}
