package import Shared

/// Reads a replica's records as people see them.
///
/// Those that were asked for last are kept, so that a few are read once however often they are looked at,
/// and many do not fill the memory.
package final class RecordReader {
    package let schema: Schema
    package let people: DirectoryDocument
    package let directory: Directory
    /// What has been merged into what.
    package let merges: RecordMerges
    private let held: (RecordID) -> (scope: ScopeID, frame: [UInt8])?
    private let receipt: (Dot, ScopeID) -> Int64?
    /// How many records are kept before those that nobody asked for since are let go.
    private static let keptMax = 2048
    private var kept: [RecordID: RecordView] = [:]
    private var keptBefore: [RecordID: RecordView] = [:]
    private var labels: [DisplayLanguage: RecordLabels] = [:]

    /// A reader of the records that `held` gives: bytes, and where they lie.
    ///
    /// `departments` are the records that say whose candidates count; `receipt` is when the server
    /// received a change, in milliseconds since 1970, nil when it has not said so; `disputable` are the
    /// records among which those are that have been merged into others.
    package init(
        schema: Schema,
        people: DirectoryDocument,
        departments: [RecordID],
        disputable: [RecordID] = [],
        held: @escaping (RecordID) -> (scope: ScopeID, frame: [UInt8])?,
        receipt: @escaping (Dot, ScopeID) -> Int64?
    ) {
        self.schema = schema
        self.people = people
        self.held = held
        self.receipt = receipt
        let merges = RecordMerges(among: disputable) { id in
            held(id).flatMap { RecordState(frame: $0.frame, onlyFields: [RecordMerges.field]) }
        }
        self.merges = merges
        let plain = Directory()
        var codes: [String: RecordID] = [:]
        for id in departments.flatMap({ [$0] + merges.parts(of: $0) }) {
            guard let entry = held(id), let state = try? RecordState(frame: entry.frame) else {
                continue
            }
            let view = RecordView(id, state, schema: schema, directory: plain)
            if case .text(let code) = view.value("code") { codes[code] = id }
        }
        var directory = Directory()
        for actor in people.actors {
            let department = codes[actor.department].map { merges.root(of: $0) }
            let isMerged = codes[actor.department].map { merges.isMerged($0) } ?? false
            directory[actor.number] = Directory.Entry(
                person: actor.person.text,
                personName: actor.personName,
                department: department,
                departmentCode: actor.department,
                successorCode: isMerged ? codes.first { $0.value == department }?.key : nil
            )
        }
        self.directory = directory
    }

    /// Where a record lies; `common` for one that is not here.
    package func scope(of id: RecordID) -> ScopeID {
        held(id)?.scope ?? .common
    }

    /// A record with all that has been merged into it; nil for one that is not here or cannot be read.
    ///
    /// Of a merged record it is the one that this has gone into.
    package func view(_ id: RecordID) -> RecordView? {
        let id = merges.root(of: id)
        if let view = kept[id] { return view }
        if let view = keptBefore[id] {
            keep(view)
            return view
        }
        guard let entry = held(id), let own = try? RecordState(frame: entry.frame) else {
            return nil
        }
        let view = composed(id, own, in: entry.scope)
        keep(view)
        return view
    }

    private func keep(_ view: RecordView) {
        if kept.count >= Self.keptMax {
            keptBefore = kept
            kept = [:]
        }
        kept[view.id] = view
    }

    private func composed(_ id: RecordID, _ own: RecordState, in scope: ScopeID) -> RecordView {
        let parts = merges.parts(of: id).compactMap { self.state(of: $0) }
        let collection = schema.collection(number: own.collection)
        let state = parts.isEmpty ? own : own.composed(with: parts, collection)
        return view(id, of: state, own: own, in: scope)
    }

    private func view(
        _ id: RecordID,
        of state: RecordState,
        own: RecordState? = nil,
        in scope: ScopeID
    ) -> RecordView {
        RecordView(
            id,
            state,
            own: own,
            schema: schema,
            directory: directory,
            merges: merges
        ) { [receipt] in receipt($0, scope) }
    }

    /// A record without what has been merged into it, be it merged itself.
    package func alone(_ id: RecordID) -> RecordView? {
        held(id).flatMap { view(id, $0.frame, in: $0.scope) }
    }

    /// What a record itself holds, whether it has been merged or not.
    package func state(of id: RecordID) -> RecordState? {
        guard let entry = held(id) else { return nil }
        return try? RecordState(frame: entry.frame)
    }

    /// A view of bytes that are at hand, of the record alone; it is not kept.
    package func view(_ id: RecordID, _ frame: [UInt8], in scope: ScopeID) -> RecordView? {
        guard let state = try? RecordState(frame: frame) else { return nil }
        return view(id, of: state, in: scope)
    }

    /// A view of some fields of bytes that are at hand, and of whether the record lives.
    package func view(
        _ id: RecordID,
        _ frame: [UInt8],
        in scope: ScopeID,
        onlyFields fields: Set<UInt16>
    ) -> RecordView? {
        guard let state = RecordState(frame: frame, onlyFields: fields) else { return nil }
        return view(id, of: state, in: scope)
    }

    /// When the server received a change, in milliseconds since 1970; nil when it has not said so.
    package func received(_ dot: Dot, in scope: ScopeID) -> Int64? { receipt(dot, scope) }

    /// What records are called in a language.
    package func labels(in language: DisplayLanguage) -> RecordLabels {
        if let known = labels[language] { return known }
        let new = RecordLabels(in: language, schema) { [unowned self] in view($0) }
        labels[language] = new
        return new
    }
}
