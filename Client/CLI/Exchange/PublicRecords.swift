import ClientCore
import Shared

/// The records of a register that may be given to an audience, and what they are called there.
///
/// Money that nobody has signed for yet stays at home too.
struct PublicRecords: QuerySource {
    /// Who is given records.
    enum Audience {
        /// Anybody: what is stated to be internal, restricted or personal is not for them.
        case everybody
        /// The calendars of the register's own people, which know what is private.
        case house

        fileprivate var levels: [String] {
            switch self {
            case .everybody: ["public"]
            case .house: ["public", "internal"]
            }
        }
    }

    private let register: Register
    private let audience: Audience
    /// By which money has to be signed.
    private let day: Int32
    private let labels: RecordLabels

    init(_ register: Register, for audience: Audience = .everybody) {
        self.register = register
        self.audience = audience
        let day = AskedDate.today
        self.day = day
        labels = RecordLabels(in: register.language, register.schema) { [register] id in
            register.view(id).flatMap {
                Self.mayLeave($0, for: audience, of: register, on: day) ? $0 : nil
            }
        }
    }

    var schema: Schema { register.schema }

    func records(of collection: UInt16) -> [RecordID] { register.records(of: collection) }

    func view(_ reference: Reference) -> RecordView? {
        register.view(reference.record).flatMap { mayLeave($0) ? $0 : nil }
    }

    /// Whether everybody in the audience may read the record.
    func mayLeave(_ view: RecordView) -> Bool {
        Self.mayLeave(view, for: audience, of: register, on: day)
    }

    private static func mayLeave(
        _ view: RecordView,
        for audience: Audience,
        of register: Register,
        on day: Int32
    ) -> Bool {
        guard view.isFor(audience) else { return false }
        guard view.collection?.id == "contributions" else { return true }
        // A line of money tells of what it belongs to.
        let isOfOthers = ["project", "agreement"].allSatisfy { field in
            view.reference(field).flatMap { register.view($0) }?.isFor(audience) ?? true
        }
        return isOfOthers && register.isSigned(view, on: day)
    }

    /// The record's name, in which no other record is named that is not public.
    func label(of id: RecordID) -> String {
        guard let view = register.view(id), !mayLeave(view) else { return labels.label(of: id) }
        return register.language == .vi ? "(không công khai)" : "(not public)"
    }

    /// The record's name without what some of its fields say.
    func label(of view: RecordView, without fields: [UInt16]) -> String {
        guard !fields.isEmpty, mayLeave(view) else { return label(of: view.id) }
        var state = view.state
        state.writes.removeAll { fields.contains($0.key.field) }
        let rest = RecordView(
            view.id,
            state,
            schema: schema,
            directory: register.directory,
            merges: register.reader.merges
        )
        return labels.label(of: rest) { _ in } ?? "#" + view.id.shortText
    }

    /// What a record is called where only names can stand; nil for one that is not public, or not here.
    func name(of reference: Reference) -> String? {
        view(reference).map { labels.label(of: $0.id) }
    }
}

extension RecordView {
    /// Whether the record may leave the house.
    var isForAll: Bool { isFor(.everybody) }

    /// Whether the record is for an audience; where nothing is stated of that, it is.
    ///
    /// Where people do not agree about it, each of the values has to allow it.
    func isFor(_ audience: PublicRecords.Audience) -> Bool {
        ["visibility", "classification"].allSatisfy { id in
            guard case .single(let cell) = field(id: id)?.content else { return true }
            return cell.candidates.allSatisfy { candidate in
                guard case .code(let level) = candidate.value else { return true }
                return audience.levels.contains(level)
            }
        }
    }
}
