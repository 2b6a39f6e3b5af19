/// The lines of money that a report adds up, and those that its period leaves out.
struct MoneyAsked {
    /// In the order of their ids, each sum once.
    private(set) var lines: [RecordView] = []
    /// Lines of which no more than the month or year is known, which may be outside of the period.
    private var partlyDated = 0
    /// Lines that reach into the period, but are in the report of the year in which they began.
    private var begunBefore = 0
    /// Lines of which nothing tells when they were given.
    private var undated = 0

    init(_ lines: [RecordView], _ options: ReportOptions) {
        for line in lines {
            let date = line.dateGiven
            if options.includes(date) {
                self.lines.append(line)
                if options.mayBeOutside(date) { partlyDated += 1 }
            } else if date == nil {
                undated += 1
            } else if options.includes(line.range("period")) {
                begunBefore += 1
            }
        }
    }

    /// Says how the lines are counted, and what the period leaves out.
    func addRemarks(to report: inout Report) {
        report.addRemark(
            lines.count { $0.periodOfYears != nil },
            vi: "khoản cho nhiều năm, tính cả khoản vào năm đầu",
            en: "lines for several years, counted whole in the first"
        )
        report.addRemark(
            partlyDated,
            vi: "khoản chỉ nêu tháng hoặc năm, có thể ở ngoài kỳ này",
            en: "lines dated by month or year alone, perhaps outside of the period"
        )
        report.addRemark(
            begunBefore,
            vi: "khoản bắt đầu trước kỳ này, chỉ tính vào năm đầu, không đưa vào",
            en: "lines that began before the period, counted in their first year, left out"
        )
        report.addRemark(
            undated,
            vi: "khoản tiền không nêu thời gian, không đưa vào",
            en: "lines of money without a date, left out"
        )
    }
}

extension QuerySource {
    /// The lines of money that were received and are asked about, each sum once.
    ///
    /// - Parameter options: The report's period and department.
    /// - Returns: Contributions, in the order of their ids.
    public func moneyReceived(_ options: ReportOptions) -> [RecordView] {
        moneyAsked(options).lines
    }

    /// The same, with what there is to say of them.
    ///
    /// Of two lines on one sum the same one counts whatever the period, so that the reports of several years
    /// come to no more than one of them all.
    func moneyAsked(_ options: ReportOptions) -> MoneyAsked {
        let received = contributions { line in
            line.value("direction") != .code("given") && isMoneyAsked(line, options)
        }
        return MoneyAsked(received.counted, options)
    }

    /// Whether the department that is asked about has a part in a contribution, or in its project.
    private func isMoneyAsked(_ line: RecordView, _ options: ReportOptions) -> Bool {
        if isAsked(line, options) { return true }
        let project = line.reference("project").flatMap { view($0) }
        return project.map { isAsked($0, options) } ?? false
    }
}

extension RecordView {
    /// When money was given, as far as that is stated: where its period begins, else its own date.
    ///
    /// A sum counts once, in the report that has this date, however long its period is.
    var dateGiven: PartialDate? {
        let period = range("period")
        return period?.from ?? date("date") ?? period?.untilDate
    }

    /// The period for which money was given, where that is longer than the year in which it counts.
    var periodOfYears: DateRange? {
        guard let period = range("period"), let first = dateGiven?.year else { return nil }
        switch period.until {
        case .date(let end): return first < end.year ? period : nil
        case .continuing: return period
        case .unknown: return nil
        }
    }
}
