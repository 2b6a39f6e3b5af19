/// Why a schema cannot take the place of the one before it without being said.
public struct SchemaObjection: Hashable, Sendable {
    public enum Problem: Hashable, Sendable {
        /// It is another register's schema.
        case otherSchema
        /// Its version is not above the present one.
        case versionNotHigher
        /// A collection, field or code is gone: it must stay, retired or under a new name.
        case removed
        /// A number or an id that once was another collection's or field's.
        case reused
        /// Values that were taken so far would be refused, or could no longer be read.
        case narrowed
    }

    /// `projects.period`, `Theme.health`.
    public let path: String
    public let problem: Problem

    public init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// Whether an administrator may say that it is meant.
    public var canBeMeant: Bool { problem == .narrowed }
}

extension SchemaObjection: CustomStringConvertible {
    public var description: String {
        switch problem {
        case .otherSchema: "\(path): this is another schema"
        case .versionNotHigher: "\(path): the version must be above the present one"
        case .removed:
            "\(path): it is gone; keep a field with \"retired\": true, a code as \"formerly\" of "
                + "the one that stands for it"
        case .reused: "\(path): its id or number was another one's and is never used again"
        case .narrowed: "\(path): values that were taken so far would be refused or unreadable"
        }
    }
}

extension Schema {
    /// What speaks against `next` taking this schema's place; empty when nothing does.
    public func objections(to next: Schema) -> [SchemaObjection] {
        var result: [SchemaObjection] = []
        if !next.id.isSame(as: id) { result.append(.init(path: next.id, problem: .otherSchema)) }
        if next.version <= version {
            result.append(.init(path: "version", problem: .versionNotHigher))
        }
        let lists = enumerations + lifecycles.map { $0.states }
        let nextLists = next.enumerations + next.lifecycles.map { $0.states }
        for list in lists {
            let successor = nextLists.first { $0.id.isSame(as: list.id) }
            for code in list.codes where successor?.contains(code.code) != true {
                result.append(.init(path: list.id + "." + code.code, problem: .removed))
            }
        }
        for collection in collections {
            result += objections(to: next, of: collection)
        }
        for collection in next.collections {
            let old = self.collection(number: collection.number)
            let isOther = old.map { !$0.id.isSame(as: collection.id) } ?? false
            if isOther || old == nil && self.collection(id: collection.id) != nil {
                result.append(.init(path: collection.id, problem: .reused))
            }
        }
        return result
    }

    private func objections(
        to next: Schema,
        of collection: CollectionDefinition
    ) -> [SchemaObjection] {
        guard let successor = next.collection(number: collection.number) else {
            return [.init(path: collection.id, problem: .removed)]
        }
        var result: [SchemaObjection] = []
        let old = collection.fields + collection.retired
        let new = successor.fields + successor.retired
        for field in old {
            let path = collection.id + "." + field.id
            guard let heir = new.first(where: { $0.number == field.number }) else {
                let isRenumbered = new.contains { $0.id.isSame(as: field.id) }
                result.append(.init(path: path, problem: isRenumbered ? .reused : .removed))
                continue
            }
            if !heir.id.isSame(as: field.id) {
                result.append(.init(path: path, problem: .reused))
            } else if !heir.type.takesAll(of: field.type)
                || heir.sensitivity.needsRights && !field.sensitivity.needsRights
            {
                result.append(.init(path: path, problem: .narrowed))
            }
        }
        for field in new where !old.contains(where: { $0.number == field.number }) {
            if old.contains(where: { $0.id.isSame(as: field.id) }) {
                result.append(.init(path: collection.id + "." + field.id, problem: .reused))
            }
        }
        return result
    }
}

extension FieldType {
    /// Whether every value of a field of type `old` is one of this type too.
    fileprivate func takesAll(of old: FieldType) -> Bool {
        switch (self, old) {
        case (.single(let new), .single(let old)), (.set(let new), .set(let old)),
            (.claims(let new), .claims(let old)):
            new.takesAll(of: old)
        case (.localizedText, .localizedText), (.longText, .longText), (.counter, .counter): true
        case (.partsSet(let new), .partsSet(let old)):
            new.main.id.isSame(as: old.main.id)
                && old.parts.allSatisfy { part in
                    new.part(id: part.id)?.type.takesAll(of: part.type) ?? false
                }
        case (.log(let new), .log(let old)): new.states.id.isSame(as: old.states.id)
        default: false
        }
    }
}

extension ScalarType {
    fileprivate func takesAll(of old: ScalarType) -> Bool {
        switch (self, old) {
        case (.text, .text), (.boolean, .boolean), (.number, .number), (.date, .date),
            (.range, .range), (.quantity, .quantity), (.money, .money), (.url, .url),
            (.email, .email), (.telephone, .telephone):
            true
        case (.enumeration(let new), .enumeration(let old)): new.id.isSame(as: old.id)
        case (.reference(let new), .reference(let old)): old.allSatisfy { new.contains($0) }
        default: false
        }
    }
}
