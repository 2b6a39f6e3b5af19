import ClientExchange
import Shared

/// What an IATI file said of a project, and the records that it asked for.
struct IATIOrigin {
    let element: XMLElement
    private let fields: [JSONValue.Member]
    /// The lines of money by the records that they became.
    private let lines: [String: (element: XMLElement, fields: [JSONValue.Member])]

    /// Whether a field still says what the file said.
    func holds(_ id: String, in view: RecordView, _ register: Register) -> Bool {
        Self.holds(fields, id, in: view, register)
    }

    /// The element from which a contribution came, if it still says the same.
    func element(of line: RecordView, _ register: Register) -> XMLElement? {
        guard let origin = lines[line.reference.text(in: register.schema)] else { return nil }
        let ids = ["amount", "date", "period", "kind", "funder"]
        let holds = ids.allSatisfy { Self.holds(origin.fields, $0, in: line, register) }
        return holds ? origin.element : nil
    }

    private static func holds(
        _ fields: [JSONValue.Member],
        _ id: String,
        in view: RecordView,
        _ register: Register
    ) -> Bool {
        let before = fields.first { $0.key == id }?.value
        let now = view.field(id: id)?.json(in: register.schema)
        if case .log(let log) = view.field(id: id)?.content {
            return before?.array?.first?["state"]?.string == log.current
        }
        guard let before else { return now == nil || now?.array?.isEmpty == true }
        guard let now else { return false }
        return before.isSaid(by: now)
    }
}

extension IATIOrigin {
    /// What is kept of the file that a project came from; nil for one that was entered here.
    init?(of view: RecordView, _ links: IATIRegister) {
        guard case .text(let identifier) = view.value("iati_identifier"),
            let text = links.original(of: "iati-activity", identifier)?.originalText,
            let element = IATIReader.item(text)
        else { return nil }
        let records = links.records(of: element).records
        var lines: [String: (XMLElement, [JSONValue.Member])] = [:]
        for record in records where record.collection == "contributions" {
            guard
                let part = element.children.first(where: {
                    $0.line == record.line && ["budget", "transaction"].contains($0.name)
                })
            else { continue }
            lines[links.reference("contributions", record.key)] = (part, record.fields)
        }
        self.init(
            element: element,
            fields: records.first { $0.collection == "projects" }?.fields ?? [],
            lines: lines
        )
    }
}

extension JSONValue {
    /// Whether `now` says all that this says: elements in any order, of objects every member.
    fileprivate func isSaid(by now: JSONValue) -> Bool {
        if let elements = array {
            guard let others = now.array, elements.count == others.count else { return false }
            return elements.allSatisfy { element in others.contains { element.isSaid(by: $0) } }
        }
        if let members = object {
            // An amount that is about something now says something else.
            if let qualifier = now["qualifier"]?.string, qualifier != "exact",
                self["qualifier"] == nil
            {
                return false
            }
            return members.allSatisfy { member in
                now[member.key].map { member.value.isSaid(by: $0) } ?? false
            }
        }
        return self == now
    }
}
