// When records are to be looked at again: on a day that is stated for one, or every so many months.

extension RecordView {
    /// The day by which the record is to be looked at again; nil where none is stated.
    ///
    /// A disputed one counts as the earliest of its dates; the note shows them all.
    var reviewDeadline: Deadline? {
        date("review_by").map { date in
            review(by: date, isDisputed("review_by") ? .field("review_by", of: self) : .blank)
        }
    }

    /// The next of the regular reviews of an agreement; nil where there are none, and where a day is
    /// stated for the next one.
    ///
    /// They are counted from the day of signature, else of exchange, else on which the agreement came
    /// into force. For queries only: which of them is the next one depends on the day.
    func regularReview(on day: Int32) -> Deadline? {
        guard date("review_by") == nil, !isIn("expired", "terminated", "superseded", on: day),
            !isPastValidity(on: day), let months = reviewMonths
        else { return nil }
        let framework = Framework(self, on: day)
        guard let since = framework.date, case .word(let code, let basis) = framework.basis,
            let next = since.next(every: months, notBefore: day)
        else { return nil }
        let interval = Labels(
            vi: months == 1 ? "mỗi tháng" : "mỗi \(months) tháng",
            en: months == 1 ? "every month" : "every \(months) months"
        )
        let note = QueryCell.say(
            "every \(months) months since \(code) \(since.canonical)",
            vi: "\(interval.vi), tính từ: \(basis.vi) \(since.display(in: .vi))",
            en: "\(interval.en) since \(basis.en) \(since.display(in: .en))"
        )
        return review(by: next, note)
    }

    /// How many months are between two reviews of an agreement; the least of disputed numbers.
    private var reviewMonths: Int32? {
        values("review_every_months").compactMap { value -> Int32? in
            guard case .number(let number) = value, let count = number.integer,
                let months = Int32(exactly: count), months >= 1,
                months <= CivilCalendar.lastYear * 12
            else { return nil }
            return months
        }.min()
    }

    private func review(by date: PartialDate, _ note: QueryCell) -> Deadline {
        Deadline(
            key: "review",
            date: date,
            what: .say("review", vi: "xem lại", en: "review"),
            record: reference,
            note: note,
            fields: ["review_by"]
        )
    }
}

extension PartialDate {
    /// The first of the dates that follow this one every so many months which is not over on a day;
    /// as precise as this one.
    ///
    /// - Parameters:
    ///   - months: 1 or more.
    ///   - day: In days since 1970.
    /// - Returns: Nil where it would be beyond the calendar.
    fileprivate func next(every months: Int32, notBefore day: Int32) -> PartialDate? {
        // Up to here no more have passed than fit in between.
        var count = max(1, CivilCalendar.wholeMonths(from: latestDay, to: day) / months)
        while let date = adding(months: count * months) {
            if date.latestDay >= day { return date }
            count += 1
        }
        return nil
    }

    /// The date some months later, as precise as this one; nil beyond the calendar.
    private func adding(months: Int32) -> PartialDate? {
        if precision == .day {
            return CivilCalendar.day(earliestDay, addingMonths: months)
                .flatMap { PartialDate(dayNumber: $0, mark: mark) }
        }
        // Of a year the last month that can be meant.
        let total = year * 12 + (month ?? 12) - 1 + months
        let number: Int32? = month == nil ? nil : total % 12 + 1
        return try? PartialDate(year: total / 12, month: number, mark: mark)
    }
}
