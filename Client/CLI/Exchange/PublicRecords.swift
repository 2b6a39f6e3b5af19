import ClientCore
import Shared

/// The records of a register that may leave the house, and what they are called there.
///
/// Money that nobody has signed for yet stays at home with the records that are not public.
struct PublicRecords: QuerySource {
    private let register: Register
    private let labels: RecordLabels

    init(_ register: Register) {
        self.register = register
        labels = RecordLabels(in: register.language, register.schema) { [register] id in
            register.view(id).flatMap { Self.mayLeave($0, of: register) ? $0 : nil }
        }
    }

    var schema: Schema { register.schema }

    func records(of collection: UInt16) -> [RecordID] { register.records(of: collection) }

    func view(_ reference: Reference) -> RecordView? {
        register.view(reference.record).flatMap { mayLeave($0) ? $0 : nil }
    }

    /// Whether anybody may read the record.
    func mayLeave(_ view: RecordView) -> Bool { Self.mayLeave(view, of: register) }

    private static func mayLeave(_ view: RecordView, of register: Register) -> Bool {
        view.isForAll && (view.collection?.id != "contributions" || register.isSigned(view))
    }

    /// The record's name, in which no other record is named that is not public.
    func label(of id: RecordID) -> String {
        guard let view = register.view(id), !mayLeave(view) else { return labels.label(of: id) }
        return register.language == .vi ? "(không công khai)" : "(not public)"
    }

    /// What a record is called where only names can stand; nil for one that is not public, or not here.
    func name(of reference: Reference) -> String? {
        view(reference).map { labels.label(of: $0.id) }
    }
}

extension RecordView {
    /// Whether the record may leave the house.
    var isForAll: Bool {
        if case .code(let level) = value("classification"), level != "public" { return false }
        guard case .code(let visibility) = value("visibility") else { return true }
        return visibility != "restricted" && visibility != "personal"
    }
}

// MARK: - Signed or not

extension QuerySource {
    /// Whether what a contribution rests on has been signed: its agreement, else its project as far as the
    /// state tells.
    ///
    /// What is said of neither counts as signed.
    func isSigned(_ contribution: RecordView) -> Bool {
        if let agreement = contribution.reference("agreement").flatMap({ view($0) }),
            let isSigned = agreement.isSignedAgreement(on: AskedDate.today)
        {
            return isSigned
        }
        let project = contribution.reference("project").flatMap { view($0) }
        return project?.isPast(["proposed"], endedBy: ["cancelled"]) ?? true
    }
}

extension RecordView {
    /// Whether an agreement has been signed, exchanged or put in force by a day; nil where nothing says so or
    /// otherwise.
    fileprivate func isSignedAgreement(on day: Int32) -> Bool? {
        let dates = ["signed_on", "exchanged_on", "in_force_on"].compactMap { id -> PartialDate? in
            guard case .date(let date) = value(id) else { return nil }
            return date
        }
        if dates.contains(where: { $0.latestDay <= day }) { return true }
        if let isPast = isPast(["drafted", "negotiating"], endedBy: ["superseded", "terminated"]) {
            return isPast
        }
        return dates.isEmpty ? nil : dates.contains { $0.earliestDay <= day }
    }

    /// Whether the record's state is beyond the first ones; nil where none is stated.
    ///
    /// What was given up counts as what it was until then.
    fileprivate func isPast(_ first: [String], endedBy ends: [String]) -> Bool? {
        guard case .log(let log) = field(id: "state")?.content, let current = log.current else {
            return nil
        }
        guard ends.contains(current) else { return !first.contains(current) }
        let before = log.entries.map { $0.entry.state }.filter { !ends.contains($0) }
        return before.isEmpty ? nil : before.contains { !first.contains($0) }
    }
}
