import Shared

/// What this device last showed of disagreements: a settlement counts only for what people saw.
///
/// Kept in a small file beside the replica; when it is lost or damaged nothing counts as shown.
struct ShownCandidates {
    static let fileName = "shown.json"

    /// For each record and path the candidates in the order shown, each with its writes.
    private var records: [String: [String: [[String]]]] = [:]
    private var isChanged = false
    private let folder: String

    init(_ workspace: Workspace) {
        folder = workspace.folder
        guard let members = BesideDocument.read(Self.fileName, in: folder)?.object else { return }
        for member in members {
            var paths: [String: [[String]]] = [:]
            for path in member.value.object ?? [] {
                paths[path.key] = (path.value.array ?? []).map { candidate in
                    (candidate.array ?? []).compactMap { $0.string }
                }
            }
            records[member.key] = paths
        }
    }
}

extension ShownCandidates {
    /// Notes that all disagreements of a record have been shown.
    mutating func note(_ view: RecordView) {
        let id = view.id.text
        guard !view.conflicts.isEmpty || records[id] != nil else { return }
        var paths: [String: [[String]]] = [:]
        for conflict in view.conflicts {
            paths[conflict.path] = conflict.candidateDots.map { dots in dots.map { Self.text($0) } }
        }
        let new = paths.isEmpty ? nil : paths
        guard records[id] != new else { return }
        records[id] = new
        isChanged = true
    }

    /// The disagreements of a record that were open when it was last shown: by the path of each, the
    /// writes behind its candidates.
    func open(in record: RecordID) -> [String: Set<String>] {
        (records[record.text] ?? [:]).mapValues { candidates in Set(candidates.joined()) }
    }

    /// The writes behind each candidate as they were last shown; nil when they never were.
    func candidates(of path: String, in record: RecordID) -> [Set<String>]? {
        records[record.text]?[path]?.map { Set($0) }
    }

    /// Whether the candidates are not those that were last shown.
    func isOutdated(_ conflict: Conflict, of record: RecordID) -> Bool {
        guard let shown = candidates(of: conflict.path, in: record) else { return false }
        let current = Set(conflict.candidateDots.flatMap { $0 }.map { Self.text($0) })
        return shown.reduce(into: Set<String>()) { $0.formUnion($1) } != current
    }

    /// The write's name in the file.
    static func text(_ dot: Dot) -> String { ChangeName(dot, in: .common).text }

    /// Keeps what was noted; where the folder cannot be written to, nothing counts as shown.
    func save() {
        guard isChanged else { return }
        let members = records.sorted { $0.key < $1.key }.map { record in
            JSONValue.Member(
                key: record.key,
                value: .object(
                    record.value.sorted { $0.key < $1.key }.map { path in
                        JSONValue.Member(key: path.key, value: Self.json(path.value))
                    }
                )
            )
        }
        BesideDocument.keep(.object(members), as: Self.fileName, in: folder)
    }

    private static func json(_ candidates: [[String]]) -> JSONValue {
        .array(candidates.map { .array($0.map { .string($0) }) })
    }
}

extension Conflict {
    /// The writes behind each candidate, the one that counts first.
    var candidateDots: [[Dot]] {
        switch kind {
        case .value(let candidates): candidates.map { [$0.dot] + $0.equalDots }
        case .delete(let candidates): candidates.map { [$0.dot] }
        }
    }

    /// When the latest of the candidates was written, by its author's clock.
    var latest: UInt64 {
        switch kind {
        case .value(let candidates): candidates.map { $0.stamp?.time.rawValue ?? 0 }.max() ?? 0
        case .delete(let candidates): candidates.map { $0.stamp?.time.rawValue ?? 0 }.max() ?? 0
        }
    }
}
