/// Puts a schema together from its document: names first, then what refers to them.
struct SchemaBuilder {
    private(set) var enumerations: [Enumeration] = []
    private(set) var lifecycles: [Lifecycle] = []
    private var collectionNames: [(id: String, number: UInt16)] = []
    /// The ids of enumerations and lifecycles.
    private var listNames: Set<[UInt8]> = []

    mutating func readEnumerations(_ node: SchemaNode) throws(SchemaError) {
        for node in try node.elements() { enumerations.append(try enumeration(node)) }
    }

    mutating func readLifecycles(_ node: SchemaNode) throws(SchemaError) {
        for node in try node.elements() {
            let states = try enumeration(node)
            var transitions: [Lifecycle.Transition] = []
            for node in try node.optional("transitions")?.elements() ?? [] {
                let ends = try node.elements(limit: 2)
                guard ends.count == 2 else { throw node.error(.notA("two states")) }
                let from = try state(ends[0], of: states)
                let to = try state(ends[1], of: states)
                transitions.append(Lifecycle.Transition(from: from, to: to))
            }
            var terminal: [String] = []
            for node in try node.optional("terminal")?.elements() ?? [] {
                terminal.append(try state(node, of: states))
            }
            lifecycles.append(
                Lifecycle(states: states, transitions: transitions, terminal: terminal)
            )
        }
    }

    mutating func readCollectionNames(_ node: SchemaNode) throws(SchemaError) {
        var ids: Set<[UInt8]> = []
        for node in try node.elements() {
            let id = try node.member("id").lowerIdentifier()
            let number = try node.member("number").number(1...UInt16.max)
            try node.register(id, as: "collection", in: &ids)
            guard !collectionNames.contains(where: { $0.number == number }) else {
                throw node.error(.repeated(kind: "number", name: number.description))
            }
            collectionNames.append((id, number))
        }
    }

    private mutating func enumeration(_ node: SchemaNode) throws(SchemaError) -> Enumeration {
        let id = try node.member("id").identifier()
        try node.register(id, as: "enumeration", in: &listNames)
        var names: Set<[UInt8]> = []
        var codes: [Enumeration.Code] = []
        for node in try node.member("codes").elements(limit: 2000) {
            let code = try node.member("code").identifier()
            try node.register(code, as: "code", in: &names)
            var formerly: [String] = []
            for node in try node.optional("formerly")?.elements(limit: 100) ?? [] {
                let old = try node.identifier()
                try node.register(old, as: "code", in: &names)
                formerly.append(old)
            }
            codes.append(
                Enumeration.Code(code: code, labels: try node.labels(), formerly: formerly)
            )
        }
        guard !codes.isEmpty else { throw node.error(.missing("codes")) }
        return Enumeration(id: id, codes: codes)
    }

    private func state(_ node: SchemaNode, of states: Enumeration) throws(SchemaError) -> String {
        let state = try node.string()
        guard states.contains(state) else {
            throw node.error(
                .unknown(kind: "state", name: state, nearest: states.nearestCode(to: state))
            )
        }
        return state
    }
}

// MARK: - Collections

extension SchemaBuilder {
    func collections(
        _ node: SchemaNode,
        common: [SchemaNode]
    ) throws(SchemaError) -> [CollectionDefinition] {
        var shared: [FieldEntry] = []
        for node in common { shared.append(try entry(node)) }
        var result: [CollectionDefinition] = []
        for node in try node.elements() { result.append(try collection(node, common: shared)) }
        return result
    }

    /// A field as the document has it.
    private struct FieldEntry {
        let node: SchemaNode
        let field: FieldDefinition
        let isRetired: Bool
    }

    private func entry(_ node: SchemaNode) throws(SchemaError) -> FieldEntry {
        FieldEntry(
            node: node,
            field: try field(node),
            isRetired: try node.optional("retired")?.boolean() ?? false
        )
    }

    private func collection(
        _ node: SchemaNode,
        common: [FieldEntry]
    ) throws(SchemaError) -> CollectionDefinition {
        var fields: [FieldDefinition] = []
        var retired: [FieldDefinition] = []
        var ids: Set<[UInt8]> = []
        var numbers: Set<UInt16> = []
        var entries: [FieldEntry] = []
        for node in try node.member("fields").elements() { entries.append(try entry(node)) }
        for entry in entries + common {
            let field = entry.field
            try entry.node.register(field.id, as: "field", in: &ids)
            guard numbers.insert(field.number).inserted else {
                throw entry.node.error(.repeated(kind: "number", name: field.number.description))
            }
            if entry.isRetired { retired.append(field) } else { fields.append(field) }
        }
        var label: [UInt16] = []
        for node in try node.optional("label")?.elements() ?? [] {
            let id = try node.string()
            guard let field = fields.first(where: { $0.id.isSame(as: id) }) else {
                let nearest = nearest(id, in: fields.map { $0.id })
                throw node.error(.unknown(kind: "field", name: id, nearest: nearest))
            }
            label.append(field.number)
        }
        return CollectionDefinition(
            id: try node.member("id").lowerIdentifier(),
            number: try node.member("number").number(1...UInt16.max),
            labels: try node.labels(),
            help: try node.optional("help")?.labels() ?? Labels(vi: "", en: ""),
            fields: fields,
            retired: retired,
            label: label,
            lead: try node.optional("lead")?.identifier()
        )
    }

    private func field(_ node: SchemaNode) throws(SchemaError) -> FieldDefinition {
        let sensitivityNode = try node.member("sensitivity")
        let sensitivityID = try sensitivityNode.string()
        guard let sensitivity = Sensitivity(id: sensitivityID) else {
            throw sensitivityNode.error(
                .notA("public, internal, restricted or personal")
            )
        }
        return FieldDefinition(
            id: try node.member("id").lowerIdentifier(),
            number: try node.member("number").number(1...UInt16.max),
            type: try fieldType(node),
            labels: try node.labels(),
            help: try node.optional("help")?.labels() ?? Labels(vi: "", en: ""),
            example: try node.optional("example")?.string() ?? "",
            isExpected: try node.optional("expected")?.boolean() ?? false,
            isTitle: try node.optional("title")?.boolean() ?? false,
            isLead: try node.optional("lead")?.boolean() ?? false,
            isSearched: try node.optional("search")?.boolean() ?? true,
            sensitivity: sensitivity
        )
    }
}

// MARK: - Types

extension SchemaBuilder {
    private func fieldType(_ node: SchemaNode) throws(SchemaError) -> FieldType {
        let type = try node.member("type")
        switch try type.string() {
        case "ltext": return .localizedText
        case "longtext": return .longText
        case "counter": return .counter
        case "log": return .log(try lifecycle(try node.member("enumeration")))
        case "claims": return .claims(try scalarType(try node.member("of"), in: node))
        case "set":
            let element = try node.member("of")
            if try element.string().isSame(as: "parts") {
                return .partsSet(try partsDefinition(node))
            }
            return .set(try scalarType(element, in: node))
        default: return .single(try scalarType(type, in: node))
        }
    }

    private func partsDefinition(_ node: SchemaNode) throws(SchemaError) -> PartsDefinition {
        var parts: [PartDefinition] = []
        var ids: Set<[UInt8]> = []
        for node in try node.member("parts").elements(limit: 20) {
            let id = try node.member("id").lowerIdentifier()
            try node.register(id, as: "part", in: &ids)
            let type = try scalarType(try node.member("type"), in: node)
            parts.append(PartDefinition(id: id, type: type, labels: try node.labels()))
        }
        let mainNode = try node.member("main")
        let main = try mainNode.string()
        guard let part = parts.first(where: { $0.id.isSame(as: main) }) else {
            let nearest = nearest(main, in: parts.map { $0.id })
            throw mainNode.error(.unknown(kind: "part", name: main, nearest: nearest))
        }
        return PartsDefinition(main: part, parts: parts)
    }

    private static let typeNames = [
        "text", "enum", "boolean", "number", "pdate", "prange", "qty", "money", "ref", "url",
        "email", "tel", "ltext", "longtext", "set", "log", "claims", "counter",
    ]

    /// The type that `type` names; what it needs besides is beside it in `node`.
    private func scalarType(
        _ type: SchemaNode,
        in node: SchemaNode
    ) throws(SchemaError) -> ScalarType {
        let name = try type.string()
        switch name {
        case "text": return .text
        case "boolean": return .boolean
        case "number": return .number
        case "pdate": return .date
        case "prange": return .range
        case "money": return .money
        case "url": return .url
        case "email": return .email
        case "tel": return .telephone
        case "qty": return .quantity(unit: try node.optional("unit")?.string(limit: 100))
        case "enum": return .enumeration(try enumeration(named: try node.member("enumeration")))
        case "ref": return .reference(to: try targets(try node.member("to")))
        default:
            let nearest = nearest(name, in: Self.typeNames)
            throw type.error(.unknown(kind: "type", name: name, nearest: nearest))
        }
    }

    private func targets(_ node: SchemaNode) throws(SchemaError) -> [UInt16] {
        var result: [UInt16] = []
        for node in try node.elements() {
            let id = try node.string()
            guard let target = collectionNames.first(where: { $0.id.isSame(as: id) }) else {
                let nearest = nearest(id, in: collectionNames.map { $0.id })
                throw node.error(.unknown(kind: "collection", name: id, nearest: nearest))
            }
            guard !result.contains(target.number) else {
                throw node.error(.repeated(kind: "collection", name: id))
            }
            result.append(target.number)
        }
        guard !result.isEmpty else { throw node.error(.notA("a list of collections")) }
        return result
    }

    private func enumeration(named node: SchemaNode) throws(SchemaError) -> Enumeration {
        let id = try node.string()
        if let found = enumerations.first(where: { $0.id.isSame(as: id) }) { return found }
        let nearest = nearest(id, in: enumerations.map { $0.id })
        throw node.error(.unknown(kind: "enumeration", name: id, nearest: nearest))
    }

    private func lifecycle(_ node: SchemaNode) throws(SchemaError) -> Lifecycle {
        let id = try node.string()
        if let found = lifecycles.first(where: { $0.states.id.isSame(as: id) }) { return found }
        let nearest = nearest(id, in: lifecycles.map { $0.states.id })
        throw node.error(.unknown(kind: "lifecycle", name: id, nearest: nearest))
    }
}
