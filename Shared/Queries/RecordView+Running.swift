extension RecordView {
    /// Whether a project runs on a day from `first` to `last`, as far as its dates say.
    ///
    /// It may where it has no dates, or where its end is open; what was cancelled does not. That a date is
    /// only about or uncertain makes no difference.
    func isRunning(first: Int32, last: Int32) -> DateOverlap {
        guard !isIn("cancelled") else { return .none }
        return projectPeriod?.unmarked.overlap(first: first, last: last) ?? .possible
    }
}

extension DateRange {
    /// The same period with its dates as if they were known for sure.
    fileprivate var unmarked: DateRange {
        let end = untilDate.map { End.date($0.marked(.none)) } ?? until
        return (try? DateRange(from: from?.marked(.none), until: end)) ?? self
    }
}
