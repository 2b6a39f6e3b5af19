/// The questions that a register of international cooperation is asked again and again.
public enum NamedQuery: String, CaseIterable, Sendable {
    case agreementsAtFramework = "agreements-at-framework"
    case funding
    case lead
    case timeline
    case disagreements
    case memberships
    case stale
    case agreementChain = "agreement-chain"
    case calendar
    case delegationReport = "delegation-report"
    case followUps = "follow-ups"
    case who
    case donorFamily = "donor-family"
    case incomplete
    case activeProjects = "active-projects"
    case size
    case ties
    case targets
    case planVsActual = "plan-vs-actual"
    case support
    case due
    case warnings
}

/// What a query is asked with.
public struct QueryOptions: Sendable {
    /// The day for which it is answered, in days since 1970.
    public let day: Int32
    public var subject: Reference?
    public var months: Int32 = 12
    public var from: PartialDate?
    public var until: PartialDate?
    /// A code: the kind of support or tie, a currency, a collection.
    public var code: String?

    public init(day: Int32) { self.day = day }
}

extension NamedQuery {
    /// What it asks.
    public var labels: Labels {
        switch self {
        case .agreementsAtFramework:
            Labels(
                vi: "Thỏa thuận nào vẫn ở mức khuôn khổ sau 12 tháng?",
                en: "Which agreements are still at framework level after 12 months?"
            )
        case .funding:
            Labels(vi: "Ai tài trợ bao nhiêu, năm nào?", en: "Funding by donor and year")
        case .lead: Labels(vi: "Ai chủ trì quan hệ?", en: "Who leads the relationship?")
        case .timeline:
            Labels(vi: "Đã có gì với đối tác này?", en: "What happened with a partner?")
        case .disagreements:
            Labels(vi: "Sổ tự mâu thuẫn ở đâu?", en: "What do we contradict ourselves on?")
        case .stale:
            Labels(vi: "Số liệu nào cũ hoặc không ghi ngày?", en: "Which facts are old or undated?")
        case .agreementChain:
            Labels(
                vi: "Thỏa thuận nào dẫn đến thỏa thuận nào?",
                en: "Which agreement led to which?"
            )
        case .delegationReport:
            Labels(vi: "Tất cả về một chuyến công tác", en: "All about a delegation")
        case .who: Labels(vi: "Ai giữ chức gì, khi nào?", en: "Who held which post, and when?")
        case .donorFamily:
            Labels(
                vi: "Nhà tài trợ qua các lần đổi tên",
                en: "One donor through all its names"
            )
        case .memberships:
            Labels(
                vi: "Tham gia mạng lưới nào, từ khi nào?",
                en: "Which networks, and since when?"
            )
        case .calendar: Labels(vi: "Sự kiện trong một thời gian", en: "Events in a period")
        case .followUps: Labels(vi: "Việc nào cần theo dõi?", en: "What has to be followed up?")
        case .incomplete: Labels(vi: "Hồ sơ nào còn thiếu gì?", en: "Which fields are missing?")
        case .activeProjects:
            Labels(vi: "Dự án chạy trong một năm", en: "Projects running in a year")
        case .size:
            Labels(vi: "Quy mô theo từng nguồn", en: "Claims on size, by source")
        case .ties: Labels(vi: "Kết nghĩa, hữu nghị với ai?", en: "Twinned or friendly with whom?")
        case .targets: Labels(vi: "Mục tiêu và việc thông qua", en: "Targets and their adoption")
        case .planVsActual:
            Labels(vi: "Dự kiến và thực tế", en: "Plan against fact")
        case .support: Labels(vi: "Hỗ trợ theo hình thức", en: "Support by kind")
        case .due: Labels(vi: "Sắp đến hạn, quá hạn", en: "What is due, ahead and behind")
        case .warnings: Labels(vi: "Điều gì nên xem lại?", en: "What looks wrong?")
        }
    }

    /// The collection of the record that it must be asked about; nil when it needs none.
    public var subject: String? {
        switch self {
        case .lead, .size, .timeline, .agreementChain, .donorFamily: "partners"
        case .planVsActual: "events"
        case .delegationReport: "delegations"
        case .who: "contacts"
        default: nil
        }
    }

    /// The answer that the records give.
    public func answer(from source: some QuerySource, _ options: QueryOptions) -> QueryAnswer {
        switch self {
        case .agreementsAtFramework: source.agreementsAtFramework(options)
        case .funding: source.funding(options)
        case .lead: source.lead(options)
        case .timeline: source.timeline(options)
        case .disagreements: source.disagreements(options)
        case .stale: source.stale(options)
        case .agreementChain: source.agreementChain(options)
        case .delegationReport: source.delegationReport(options)
        case .who: source.who(options)
        case .donorFamily: source.donorFamily(options)
        case .memberships: source.memberships(options)
        case .calendar: source.calendar(options)
        case .followUps: source.followUps(options)
        case .incomplete: source.incomplete(options)
        case .activeProjects: source.activeProjects(options)
        case .size: source.size(options)
        case .ties: source.ties(options)
        case .targets: source.targets(options)
        case .planVsActual: source.planVsActual(options)
        case .support: source.support(options)
        case .due: source.due(options)
        case .warnings: source.warnings(options)
        }
    }
}
