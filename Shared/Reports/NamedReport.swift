/// The reports that a register of international cooperation is asked for.
public enum NamedReport: String, CaseIterable, Sendable {
    case summary
    case funding
    case support
    case agreements
    case activity
    case health
}

extension NamedReport {
    /// What it shows.
    public var labels: Labels {
        switch self {
        case .summary:
            Labels(vi: "Hợp tác quốc tế trong kỳ", en: "International cooperation at a glance")
        case .funding:
            Labels(vi: "Tài trợ theo nhà tài trợ và năm", en: "Funding by donor and year")
        case .support: Labels(vi: "Hỗ trợ theo hình thức", en: "Support by kind")
        case .agreements:
            Labels(vi: "Thỏa thuận theo giai đoạn và tuổi", en: "Agreements by stage and age")
        case .activity: Labels(vi: "Hoạt động theo cơ quan", en: "Activity by department")
        case .health: Labels(vi: "Chất lượng của sổ", en: "The register's health")
        }
    }

    /// Whether it adds up lines of money, or counts them.
    public var countsMoney: Bool {
        switch self {
        case .summary, .funding, .support: true
        case .agreements, .activity, .health: false
        }
    }

    /// The report that the records give.
    ///
    /// - Parameters:
    ///   - source: The records.
    ///   - options: Its period and department.
    /// - Returns: The figures, without a form.
    public func report(from source: some QuerySource, _ options: ReportOptions) -> Report {
        switch self {
        case .summary: source.summaryReport(options)
        case .funding: source.fundingReport(options)
        case .support: source.supportReport(options)
        case .agreements: source.agreementsReport(options)
        case .activity: source.activityReport(options)
        case .health: source.healthReport(options)
        }
    }
}
