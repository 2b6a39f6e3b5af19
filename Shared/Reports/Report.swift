/// Figures to look at: charts and tables that answer one question about the register.
///
/// What it holds are facts of the register, without a form: the programs print it as text, as a page or as a
/// picture.
public struct Report: Sendable {
    /// Figures of one kind side by side.
    public struct Chart: Sendable {
        public let title: Labels
        public internal(set) var bars: [Bar] = []
        /// What the bars cannot say.
        public internal(set) var remark: Labels?

        init(_ title: Labels) { self.title = title }
    }

    /// One figure of a chart.
    public struct Bar: Sendable {
        public let label: QueryCell
        /// The figure as people read it; a disputed one lies between the two that it names, from the least.
        public let shown: QueryCell
        /// How long it is, in thousandths of the longest of its chart: 0 to 1,000.
        public internal(set) var length = 0
        /// Where the disputed part ends, in the same measure; not below ``length``.
        public internal(set) var reach = 0
        let size: DecimalNumber
        let upTo: DecimalNumber

        init(
            _ label: QueryCell,
            _ size: DecimalNumber,
            upTo: DecimalNumber? = nil,
            _ shown: QueryCell
        ) {
            self.label = label
            self.size = size
            self.upTo = upTo ?? size
            self.shown = shown
        }

        init(_ label: QueryCell, count: Int) {
            self.init(label, DecimalNumber(Int64(count)), .number(count))
        }
    }

    /// A table under its heading.
    public struct Table: Sendable {
        public let title: Labels
        public let answer: QueryAnswer
    }

    /// What stands on the page, from the top.
    public enum Section: Sendable {
        case chart(Chart)
        case table(Table)
    }

    public let title: Labels
    public private(set) var sections: [Section] = []
    /// How the figures count, and what they leave out: a line each.
    public private(set) var remarks: [Labels] = []
    /// The figures for other programs: one table, whatever the page shows.
    public internal(set) var data: QueryAnswer

    init(_ title: Labels, data: QueryAnswer) {
        self.title = title
        self.data = data
    }

    /// Adds a chart; one without bars is left out.
    mutating func add(_ chart: Chart) {
        guard !chart.bars.isEmpty else { return }
        sections.append(.chart(chart.measured))
    }

    /// Adds a table; one without rows is left out.
    mutating func add(_ title: Labels, _ answer: QueryAnswer) {
        guard !answer.rows.isEmpty else { return }
        sections.append(.table(Table(title: title, answer: answer)))
    }

    /// Says what there is to say of some things, and how many they are; nothing of none.
    mutating func addRemark(_ count: Int, vi: String, en: String) {
        guard count > 0 else { return }
        remarks.append(Labels(vi: "\(vi): \(count)", en: "\(en): \(count)"))
    }
}

extension Report.Chart {
    /// The most bars that a person takes in at a glance.
    static let barsMax = 16

    /// Adds to what the bars cannot say.
    mutating func addRemark(_ more: Labels) {
        remark = remark?.with(more) ?? more
    }

    /// The chart with the lengths of its bars.
    fileprivate var measured: Report.Chart {
        var greatest = DecimalNumber.zero
        for bar in bars { greatest = max(greatest, max(bar.size, bar.upTo)) }
        var result = self
        for index in result.bars.indices {
            result.bars[index].length = bars[index].size.thousandths(of: greatest)
            result.bars[index].reach = max(
                result.bars[index].length,
                bars[index].upTo.thousandths(of: greatest)
            )
        }
        return result
    }
}

/// What a report is asked with.
public struct ReportOptions: Sendable {
    /// The day for which it is made, in days since 1970.
    public let day: Int32
    /// Only what is not before this date; a month or a year begins with its first day.
    public var from: PartialDate?
    /// Only what is not after this date; a month or a year ends with its last day.
    public var until: PartialDate?
    /// Only what this department leads or has a part in.
    public var department: Reference?

    /// A report on everything, as of a day.
    ///
    /// - Parameter day: Days since 1970.
    public init(day: Int32) { self.day = day }
}

extension ReportOptions {
    /// Whether a date is asked about; one that is not stated is where no period was given.
    func includes(_ date: PartialDate?) -> Bool { includes(date.map { DateRange($0) }) }

    /// Whether a period has a day that is asked about.
    ///
    /// One that goes on has no last day. Of one whose end is not known only the start is certain, and of one
    /// whose start is not known only the end.
    func includes(_ range: DateRange?) -> Bool {
        if from == nil, until == nil { return true }
        guard let range, let start = range.from ?? range.untilDate else { return false }
        let last: Int32
        switch range.until {
        case .date(let end): last = end.latestDay
        case .continuing: last = .max
        case .unknown: last = start.latestDay
        }
        if let from, last < from.earliestDay { return false }
        if let until, until.latestDay < start.earliestDay { return false }
        return true
    }

    /// Whether a date that is asked about may as well be outside: no more than its month or year is known.
    func mayBeOutside(_ date: PartialDate?) -> Bool {
        guard let date else { return false }
        if let from, date.earliestDay < from.earliestDay { return true }
        if let until, until.latestDay < date.latestDay { return true }
        return false
    }
}

extension QuerySource {
    /// The departments that a record says have a part in it, the one that leads before the others.
    func departments(of view: RecordView) -> [Reference] {
        var result: [Reference] = []
        for field in ["lead_department", "assignee_department", "lead", "representative"] {
            if let found = view.reference(field) { result.append(found) }
        }
        for field in ["organisers", "co_organisers", "implementers", "co_departments"] {
            result += view.references(field)
        }
        let number = schema.collection(id: "departments")?.number
        var departments: [Reference] = []
        for reference in result
        where reference.collection == number && !departments.contains(reference) {
            departments.append(reference)
        }
        return departments
    }

    /// Whether the department that is asked about has a part in the record.
    func isAsked(_ view: RecordView, _ options: ReportOptions) -> Bool {
        guard let department = options.department else { return true }
        return departments(of: view).contains(department)
    }
}
