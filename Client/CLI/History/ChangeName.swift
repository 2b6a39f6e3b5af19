import Shared

/// The printed name of a change: `<replica>:<n>`, outside of `common` `<replica>:<scope>:<n>`.
struct ChangeName {
    let scope: ScopeID
    let dot: Dot

    init(_ dot: Dot, in scope: ScopeID) {
        self.dot = dot
        self.scope = scope
    }

    /// In full, for programs.
    var text: String { named(dot.replica.text) }

    /// With the replica's last six characters, for people.
    var shortText: String { named(dot.replica.shortText) }

    private func named(_ replica: String) -> String {
        scope == .common ? "\(replica):\(dot.counter)" : "\(replica):\(scope.name):\(dot.counter)"
    }
}

/// What a person typed to name a change: the replica may be its first or last six characters, or more.
struct ChangeNameQuery {
    private let replica: String
    private let scope: ScopeID
    private let counter: UInt64

    static let replicaCharactersMin = 6

    /// Nil when `text` is not of the form that names have.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(decoding: Array($0), as: UTF8.self) }
        guard parts.count == 2 || parts.count == 3, let first = parts.first, let last = parts.last,
            let counter = UInt64(last), counter > 0
        else { return nil }
        let isShort = first.utf8.first == UInt8(ascii: "#")
        let replica = isShort ? String(first.unicodeScalars.dropFirst()) : first
        guard (Self.replicaCharactersMin...26).contains(replica.utf8.count) else { return nil }
        if parts.count == 3 {
            guard let scope = ScopeID(parts[1]) else { return nil }
            self.scope = scope
        } else {
            scope = .common
        }
        self.replica = replica.uppercased()
        self.counter = counter
    }

    func matches(_ name: ChangeName) -> Bool {
        guard name.dot.counter == counter, name.scope == scope else { return false }
        let text = name.dot.replica.text.utf8
        let wanted = replica.utf8
        return text.prefix(wanted.count).elementsEqual(wanted)
            || text.suffix(wanted.count).elementsEqual(wanted)
    }
}

extension Register {
    /// A change's name for people: short where no other replica has the same end.
    func name(of dot: Dot, in scope: ScopeID) -> String {
        let name = ChangeName(dot, in: scope)
        let short = dot.replica.shortText
        let known = Set(people.replicas.map { $0.id }).union(ownReplicas).union([dot.replica])
        let same = known.filter { $0.shortText.isSame(as: short) }
        return same.count > 1 ? name.text : name.shortText
    }
}
