/// Something in a record that looks wrong, or that the record leaves open; it is kept all the same.
///
/// What a person entered is never refused for it: paper is sometimes stranger than rules.
public struct Finding: Sendable {
    /// What was looked for; each has a code for programs.
    public enum Check: String, CaseIterable, Sendable {
        case memberBeforeFounding = "member_before_founding"
        case actualBeforePlanned = "actual_before_planned"
        case runningPastEnd = "running_past_end"
        case closedBeforeEnd = "closed_before_end"
        case postWithoutDates = "post_without_dates"
        case sharedAbbreviation = "shared_abbreviation"
        case numberOfProjects = "number_of_projects"
        case currencyOfAnotherTime = "currency_of_another_time"
        case oldFigure = "old_figure"
        case unusualTransition = "unusual_transition"
        case notSigned = "not_signed"
        case nothingUnderWay = "nothing_under_way"
        case deliveredNothing = "delivered_nothing"
        case ownPartyMissing = "own_party_missing"
        case validityEnded = "validity_ended"
        case amountWithoutCurrency = "amount_without_currency"
        case malformedAddress = "malformed_address"
    }

    public let check: Check
    /// The id of the field that it is about.
    public let field: String
    /// What people call the field; its id where the record's collection has no such field.
    public private(set) var fieldLabels: Labels
    /// The values and records that show it.
    public let evidence: [QueryCell]

    init(_ check: Check, _ field: String, _ evidence: [QueryCell]) {
        self.check = check
        self.field = field
        fieldLabels = Labels(vi: field, en: field)
        self.evidence = evidence
    }

    /// The same with the labels that its field has in a collection.
    func named(in collection: CollectionDefinition?) -> Finding {
        guard let labels = collection?.field(id: field)?.labels else { return self }
        var result = self
        result.fieldLabels = labels
        return result
    }
}

extension Finding.Check {
    /// What it says to people.
    public var labels: Labels {
        switch self {
        case .memberBeforeFounding:
            Labels(
                vi: "tham gia trước khi tổ chức thành lập: có thể là tổ chức tiền thân",
                en: "a member before it was founded: perhaps of its predecessor"
            )
        case .actualBeforePlanned:
            Labels(
                vi: "thực tế sớm hơn dự kiến trên một năm",
                en: "more than a year earlier than planned"
            )
        case .runningPastEnd:
            Labels(
                vi: "ghi là đang thực hiện nhưng thời gian đã hết",
                en: "said to go on, but its period is over"
            )
        case .closedBeforeEnd:
            Labels(
                vi: "ghi là đã kết thúc nhưng thời gian chưa hết",
                en: "said to be closed, but its period is not over"
            )
        case .postWithoutDates:
            Labels(
                vi: "chức vụ không ghi thời gian",
                en: "a post without a date"
            )
        case .sharedAbbreviation:
            Labels(
                vi: "đối tác khác cũng có tên viết tắt này",
                en: "another partner has this abbreviation"
            )
        case .numberOfProjects:
            Labels(
                vi: "số dự án đã ghi khác số đã nêu",
                en: "not as many projects are registered as are stated"
            )
        case .currencyOfAnotherTime:
            Labels(
                vi: "đồng tiền không có vào thời gian này",
                en: "a currency that there was not at that time"
            )
        case .oldFigure:
            Labels(vi: "số liệu đã quá 24 tháng", en: "a figure older than 24 months")
        case .unusualTransition:
            Labels(vi: "chuyển trạng thái không theo thường lệ", en: "an unusual change of state")
        case .notSigned:
            Labels(
                vi: "ghi là đã ký nhưng không có ngày ký hoặc ngày trao",
                en: "said to be signed, without a day of signature or exchange"
            )
        case .nothingUnderWay:
            Labels(
                vi: "ghi là đang thực hiện nhưng chưa có dự án, hoạt động, cam kết nào",
                en: "said to be carried out, without a project, activity or commitment"
            )
        case .deliveredNothing:
            Labels(
                vi: "ghi là đã hoàn thành nhưng không có kết quả nào",
                en: "said to be delivered, without any output"
            )
        case .ownPartyMissing:
            Labels(
                vi: "trong các bên không có cơ quan nào của thành phố",
                en: "none of its parties is one of ours"
            )
        case .validityEnded:
            Labels(
                vi: "đã hết thời hạn, không thấy ghi gia hạn",
                en: "its validity has ended, and no renewal is noted"
            )
        case .amountWithoutCurrency:
            Labels(
                vi: "số tiền chưa rõ loại tiền",
                en: "an amount without a currency"
            )
        case .malformedAddress:
            Labels(
                vi: "không đúng dạng địa chỉ hoặc số điện thoại",
                en: "not in the form of an address or telephone number"
            )
        }
    }
}
