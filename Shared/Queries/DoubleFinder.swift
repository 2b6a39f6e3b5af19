/// Finds records that are probably one thing, entered several times: by the same name, abbreviation or web
/// site, or because one has the initials of the other's name.
///
/// It proposes; people decide. Pairs that somebody has noted as not the same are never proposed.
public struct DoubleFinder {
    /// Why records belong together.
    public enum Reason: String, Hashable, Sendable {
        /// They have one name, compared without marks and case.
        case name
        /// One abbreviation, or the initials of a name are another's abbreviation.
        case acronym
        /// Their web sites are of one host.
        case website
        /// Their names are a typing error apart.
        case spelling
        /// Somebody has noted that they may be one.
        case noted
    }

    /// What several records have in common.
    public struct Evidence: Sendable {
        public let reason: Reason
        /// The name, abbreviation or host, as it was compared.
        public let key: String
        /// In the order of their ids.
        public let records: [RecordID]
    }

    /// Records that are probably one, in the order of their ids.
    public struct Group: Sendable {
        public let records: [RecordID]
        public let evidence: [Evidence]
    }

    /// Names shorter than this are not compared with typing errors in mind.
    private static let spellingLettersMin = 10
    /// With more names than this, typing errors are not looked for.
    private static let spellingNamesMax = 30_000

    private var byKey: [Key: [RecordID]] = [:]
    /// Abbreviations that are only the initials of a name.
    private var initials: [String: [RecordID]] = [:]
    private var spellings: [String: [RecordID]] = [:]
    private var nameCount = 0
    private var apart: Set<Pair> = []
    private var noted: Set<Pair> = []

    private struct Key: Hashable {
        let reason: Reason
        let key: String
    }

    private struct Pair: Hashable {
        let first: RecordID
        let second: RecordID

        init(_ a: RecordID, _ b: RecordID) {
            (first, second) = a.precedes(b) ? (a, b) : (b, a)
        }
    }

    public init() {}

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - record: Its id.
    ///   - names: Its names and aliases.
    ///   - abbreviations: Its abbreviations.
    ///   - websites: Its web sites' addresses in canonical form.
    ///   - others: The records that it is noted not to be the same as.
    ///   - possible: The records that it is noted to be possibly the same as.
    public mutating func add(
        _ record: RecordID,
        names: [String],
        abbreviations: [String],
        websites: [String],
        notSameAs others: [RecordID],
        possiblySameAs possible: [RecordID] = []
    ) {
        for other in possible { noted.insert(Pair(record, other)) }
        for other in others { apart.insert(Pair(record, other)) }
        var acronyms = Set(abbreviations.map { foldedName($0) })
        for name in names {
            let plain = Self.withoutParentheses(name)
            for text in [name, plain.text] { note(.name, foldedName(text), record) }
            for part in plain.parts + [name] where Self.isAcronym(part) {
                acronyms.insert(foldedName(part))
            }
            for text in Self.initials(of: plain.text) { initials[text, default: []].append(record) }
            noteSpellings(of: foldedName(plain.text), record)
        }
        for acronym in acronyms { note(.acronym, acronym, record) }
        for website in websites {
            if let host = Self.host(of: website) { note(.website, host, record) }
        }
    }

    private mutating func note(_ reason: Reason, _ key: String, _ record: RecordID) {
        guard !key.utf8.isEmpty else { return }
        let key = Key(reason: reason, key: key)
        if byKey[key]?.contains(record) != true { byKey[key, default: []].append(record) }
    }

    /// A name and every text that it becomes by leaving out one letter: two names with one of these in
    /// common are at most one letter apart (Bocek, Hunt and Stein, "Fast Similarity Search", 2007).
    private mutating func noteSpellings(of name: String, _ record: RecordID) {
        nameCount += 1
        let letters = Array(name.unicodeScalars)
        guard letters.count >= Self.spellingLettersMin, nameCount <= Self.spellingNamesMax,
            !letters.contains(where: { $0.properties.numericType != nil })
        else { return }
        spellings[name, default: []].append(record)
        for place in letters.indices {
            var shorter = String.UnicodeScalarView(letters[..<place])
            shorter.append(contentsOf: letters[(place + 1)...])
            spellings[String(shorter), default: []].append(record)
        }
    }

    /// What has been found: groups in the order of their first records.
    public var groups: [Group] {
        var evidence: [Evidence] = []
        for (key, records) in byKey {
            var records = records
            if key.reason == .acronym, let others = initials[key.key] {
                records += others.filter { !records.contains($0) }
            }
            if records.count > 1 {
                evidence.append(Evidence(reason: key.reason, key: key.key, records: records))
            }
        }
        let named = Set(evidence.filter { $0.reason == .name }.flatMap { pairs(of: $0.records) })
        var near: Set<Pair> = []
        for records in spellings.values where records.count > 1 {
            for pair in pairs(of: Array(Set(records))) where !named.contains(pair) {
                if near.insert(pair).inserted {
                    evidence.append(
                        Evidence(reason: .spelling, key: "", records: [pair.first, pair.second])
                    )
                }
            }
        }
        for pair in noted {
            evidence.append(Evidence(reason: .noted, key: "", records: [pair.first, pair.second]))
        }
        return joined(evidence)
    }

    private func pairs(of records: [RecordID]) -> [Pair] {
        var result: [Pair] = []
        for (index, record) in records.enumerated() {
            for other in records[(index + 1)...] where other != record {
                result.append(Pair(record, other))
            }
        }
        return result
    }

    /// Joins what hangs together, as far as nobody has said that it is not the same.
    private func joined(_ evidence: [Evidence]) -> [Group] {
        var groupOf: [RecordID: RecordID] = [:]
        func root(_ record: RecordID) -> RecordID {
            var present = record
            while let next = groupOf[present], next != present { present = next }
            return present
        }
        var kept: [Evidence] = []
        for item in evidence {
            let allowed = pairs(of: item.records).filter { !apart.contains($0) }
            guard !allowed.isEmpty else { continue }
            for pair in allowed {
                let (a, b) = (root(pair.first), root(pair.second))
                if a != b { groupOf[a.precedes(b) ? b : a] = a.precedes(b) ? a : b }
            }
            let members = Set(allowed.flatMap { [$0.first, $0.second] })
            kept.append(
                Evidence(
                    reason: item.reason,
                    key: item.key,
                    records: members.sorted { $0.precedes($1) }
                )
            )
        }
        var members: [RecordID: Set<RecordID>] = [:]
        var reasons: [RecordID: [Evidence]] = [:]
        for item in kept {
            guard let first = item.records.first else { continue }
            members[root(first), default: []].formUnion(item.records)
            reasons[root(first), default: []].append(item)
        }
        return members.keys.sorted { $0.precedes($1) }.map { group in
            Group(
                records: (members[group] ?? []).sorted { $0.precedes($1) },
                evidence: (reasons[group] ?? []).sorted {
                    $0.reason.rawValue == $1.reason.rawValue
                        ? $0.key < $1.key : $0.reason.rawValue < $1.reason.rawValue
                }
            )
        }
    }
}

// MARK: - What names say

extension DoubleFinder {
    /// A name without what stands in parentheses, and that.
    static func withoutParentheses(_ name: String) -> (text: String, parts: [String]) {
        var text = String.UnicodeScalarView()
        var parts: [String] = []
        var part: String.UnicodeScalarView?
        for scalar in name.unicodeScalars {
            switch scalar {
            case "(" where part == nil: part = String.UnicodeScalarView()
            case ")":
                if let inner = part { parts.append(String(inner)) }
                part = nil
            default:
                if part == nil { text.append(scalar) } else { part?.append(scalar) }
            }
        }
        // A parenthesis that is not closed belongs to the name.
        if let part { text.append(contentsOf: part) }
        return (String(text).trimmed, parts.map { $0.trimmed })
    }

    /// Whether a text is itself an abbreviation: capitals, of which there are two to ten.
    static func isAcronym(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard (2...10).contains(scalars.count) else { return false }
        return scalars.allSatisfy { scalar in
            scalar.properties.isUppercase || scalar.properties.numericType != nil || scalar == "-"
        } && scalars.contains { $0.properties.isUppercase }
    }

    /// The folded initials of a name's words: of all, and of those with a capital.
    static func initials(of name: String) -> Set<String> {
        var all = ""
        var capitals = ""
        var count = 0
        for word in name.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "’" || $0 == "'" })
        {
            guard let first = word.unicodeScalars.first, first.properties.isAlphabetic else {
                continue
            }
            let initial = foldedName(String(first))
            all += initial
            count += 1
            if first.properties.isUppercase { capitals += initial }
        }
        guard count > 2 else { return [] }
        return Set([all, capitals].filter { $0.utf8.count > 2 })
    }

    /// The host of an address, without `www.`.
    static func host(of address: String) -> String? {
        guard let start = address.utf8Range(of: "://") else { return nil }
        var host = address[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if host.utf8.starts(with: "www.".utf8) { host = host.dropFirst(4) }
        return host.isEmpty ? nil : String(host)
    }
}

extension String {
    /// The place behind the first occurrence of `text`; nil when it does not occur.
    fileprivate func utf8Range(of text: String) -> Index? {
        let wanted = Array(text.utf8)
        var index = startIndex
        while index < endIndex {
            if utf8[index...].starts(with: wanted) {
                return utf8.index(index, offsetBy: wanted.count)
            }
            index = utf8.index(after: index)
        }
        return nil
    }
}
