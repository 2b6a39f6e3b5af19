import ClientExchange
import CryptoAdapters
import Foundation
import Shared

/// Turns an IATI file into the rows of an import.
///
/// The text of every activity is kept as a document, so that nothing of a file is lost, an activity that has not
/// changed is known again, and of one that has only what the file itself changed is taken over: what people
/// have corrected here since stays.
struct IATIImport {
    let register: Register
    private let links: IATIRegister
    let console: Console
    /// Only activities in this country; nil for all.
    private let country: String?

    private(set) var rows: [ImportRow] = []
    private(set) var refusals: [RowRefusal] = []
    private(set) var problems: [IATIProblem] = []
    private(set) var items = 0
    private(set) var unchanged = 0
    private(set) var elsewhere = 0
    /// Activities that this register itself has given out.
    private var owned = 0
    /// Where a record's row is, so that none is asked for twice.
    private var places: [String: Int] = [:]
    private var parents: [(row: Int, identifiers: [String])] = []

    init(_ register: Register, country: String?, _ console: Console) throws {
        self.register = register
        self.console = console
        self.country = country?.uppercased()
        for (name, field) in [("projects", "iati_identifier"), ("contributions", "funder")] {
            let collection = try register.collection(name)
            guard collection.field(id: field) == nil else { continue }
            throw CommandFailure(
                code: "other_schema",
                console.say(
                    en: "this register has no \(name).\(field): IATI files do not fit into it",
                    vi: "sổ này không có \(name).\(field): không nhập được tệp IATI"
                )
            )
        }
        links = try IATIRegister(register)
    }

    /// Reads a file; nothing is saved yet.
    mutating func read(_ file: ImportFile) throws {
        do throws(IATIFileError) {
            try IATIReader.read(file.bytes) { item in
                if items.isMultiple(of: 100), items > 0 { console.showProgress("  \(items)") }
                take(item)
            }
        } catch {
            console.clearProgress()
            throw failure(error, file.path)
        }
        console.clearProgress()
        linkParents()
        rows = organisationRows() + rows
    }

    /// What people should know of what was taken.
    var notes: [String] {
        guard owned > 0 else { return [] }
        return [
            console.say(
                en:
                    "\(owned) activities are this register's own: of these only titles, periods, places and "
                    + "new lines of money are taken, from organisations that are here; change the "
                    + "rest with: caunoi edit",
                vi:
                    "\(owned) hoạt động là của chính sổ này: chỉ nhận tên, thời gian, địa điểm và khoản "
                    + "tiền mới của các tổ chức đã có; phần khác hãy sửa bằng: caunoi edit"
            )
        ]
    }

    private mutating func take(_ item: IATIItem) {
        if let country, !item.element.isIn(country) {
            elsewhere += 1
            return
        }
        items += 1
        problems += item.problems
        if let own = IATIOwnActivity(item.element, links) {
            refusals += own.records.refusals.map { refusal($0) }
            _ = add(own.records, nil)
            owned += 1
            return
        }
        let records = links.records(of: item.element)
        guard let identifier = records.identifier else {
            refusals += records.refusals.map { refusal($0) }
            return
        }
        let text = item.element.xml()
        let hash = SHA256Hash.hash(Array(text.utf8)).text
        let kept = links.original(of: item.element.name, identifier)
        var keptHash: String?
        if case .text(let known) = kept?.value("sha256") { keptHash = known }
        refusals += records.refusals.map { refusal($0) }
        if keptHash == hash {
            unchanged += 1
            addMissing(records)
            return
        }
        let former = keptHash == nil ? nil : kept?.originalText
        let before = former.flatMap { IATIReader.item($0) }.map { links.records(of: $0) }
        let isFirst = add(records, before)
        if isFirst {
            add(original: text, hash, of: records, identifier, item.element)
        }
    }

    /// Adds the rows of an activity, without what an earlier file said already.
    ///
    /// - Returns: false for an activity that the file has had before.
    private mutating func add(_ records: IATIRecords, _ before: IATIRecords?) -> Bool {
        for record in records.records {
            let ref = links.reference(record.collection, record.key)
            if places[ref] != nil {
                guard record.collection == "projects" else { continue }
                refusals.append(
                    RowRefusal(
                        line: record.line,
                        field: "iati-identifier",
                        console.say(
                            en: "the activity \(records.identifier ?? "") is in the file twice",
                            vi: "hoạt động \(records.identifier ?? "") có hai lần trong tệp"
                        )
                    )
                )
                return false
            }
            let old = before?.records.first {
                $0.collection == record.collection && $0.key == record.key
            }
            let fields = record.fields.filter { member in
                !(old?.fields.contains(member) ?? false)
            }
            guard !fields.isEmpty, let row = row(record.collection, ref, fields, record.line) else {
                continue
            }
            places[ref] = rows.count
            if record.collection == "projects", !records.parents.isEmpty {
                parents.append((rows.count, records.parents))
            }
            rows.append(row)
        }
        return true
    }

    /// Asks again for the records of a known activity that are not there: their rows were refused, which is to
    /// be told each time.
    private mutating func addMissing(_ records: IATIRecords) {
        for record in records.records {
            let ref = links.reference(record.collection, record.key)
            guard places[ref] == nil, links.view(at: ref) == nil,
                let row = row(record.collection, ref, record.fields, record.line)
            else { continue }
            places[ref] = rows.count
            rows.append(row)
        }
    }

    private func row(
        _ collection: String,
        _ ref: String,
        _ fields: [JSONValue.Member],
        _ line: Int
    ) -> ImportRow? {
        guard let definition = register.schema.collection(id: collection) else { return nil }
        // A register may have been made before the schema had a field or a code.
        let known = fields.filter { definition.field(id: $0.key) != nil }.map { member in
            guard member.key == "kind", let code = member.value.string,
                case .single(.enumeration(let codes)) = definition.field(id: "kind")?.type,
                !codes.contains(code)
            else { return member }
            return .init(key: "kind", value: .string("unknown"))
        }
        return ImportRow(
            line: line,
            collection: definition,
            ref: ref,
            content: .fields(.object(known))
        )
    }

    /// Which activities belong to which others, as far as these are known.
    private mutating func linkParents() {
        for (place, identifiers) in parents {
            let known = identifiers.lazy.compactMap { [links, places] identifier -> String? in
                let ref = links.reference("projects", IATIRecords.key(identifier))
                return places[ref] != nil || links.project(identifier) != nil ? ref : nil
            }
            guard let parent = known.first, let fields = rows[place].fields else { continue }
            let row = rows[place]
            rows[place] = ImportRow(
                line: row.line,
                collection: row.collection,
                ref: row.ref,
                content: .fields(
                    .object(fields + [.init(key: "programme", value: .string(parent))])
                )
            )
        }
    }
}

// MARK: - Organisations and originals

extension IATIImport {
    /// The organisations that the register lacks, and the identifiers of those that it had.
    private func organisationRows() -> [ImportRow] {
        let line = 1
        let new = links.newcomers.compactMap { newcomer -> ImportRow? in
            let organisation = newcomer.organisation
            var names: [JSONValue.Member] = []
            for name in organisation.names where !names.contains(where: { $0.key == name.language })
            {
                names.append(.init(key: name.language, value: .string(name.text)))
            }
            if names.isEmpty, let ref = organisation.ref {
                names = [.init(key: "en", value: .string(ref))]
            }
            var fields: [JSONValue.Member] = [.init(key: "name", value: .object(names))]
            if let ref = organisation.ref { fields.append(identifier(ref)) }
            if let kind = IATICodes.partnerKind(organisation.type) {
                fields.append(.init(key: "kinds", value: .array([.string(kind)])))
            }
            return row("partners", newcomer.reference.text(in: register.schema), fields, line)
        }
        let known = links.identified.compactMap { known in
            row(
                "partners",
                known.reference.text(in: register.schema),
                [identifier(known.ref)],
                line
            )
        }
        return new + known
    }

    private func identifier(_ ref: String) -> JSONValue.Member {
        let parts: [JSONValue.Member] = [
            .init(key: "value", value: .string(ref)), .init(key: "scheme", value: .string("iati")),
        ]
        return .init(key: "external_ids", value: .array([.object(parts)]))
    }

    private mutating func add(
        original text: String,
        _ hash: String,
        of records: IATIRecords,
        _ identifier: String,
        _ element: XMLElement
    ) {
        guard text.utf8.count <= InputText.longTextBytesMax else {
            refusals.append(
                RowRefusal(
                    line: element.line,
                    field: "original",
                    console.say(
                        en: "\(identifier) is longer than can be kept word for word",
                        vi: "\(identifier) quá dài, không lưu được nguyên văn"
                    )
                )
            )
            return
        }
        let collection = register.schema.collection(id: "documents")
        let field = collection?.field(id: "original") == nil ? "notes" : "original"
        var about: [JSONValue] = []
        if records.isOrganisation {
            if let own = records.organisations.first { about = [.string(links.reference(to: own))] }
        } else {
            about = [.string(links.reference("projects", IATIRecords.key(identifier)))]
        }
        let title: [JSONValue.Member] = [
            .init(key: "vi", value: .string("Nguyên văn IATI: " + identifier)),
            .init(key: "en", value: .string("IATI original: " + identifier)),
        ]
        let fields: [JSONValue.Member] = [
            .init(key: "title", value: .object(title)),
            .init(key: "kind", value: .string("import_file")),
            .init(key: "sha256", value: .string(hash)), .init(key: "about", value: .array(about)),
            .init(key: field, value: .string(text)),
        ]
        let reference = links.document(of: element.name, identifier)
        guard var row = row("documents", reference, fields, element.line) else { return }
        row.needs = Set(records.records.map { links.reference($0.collection, $0.key) })
        rows.append(row)
    }
}

extension XMLElement {
    /// Whether the activity, or one of its transactions, is in a country; organisations are in all.
    fileprivate func isIn(_ country: String) -> Bool {
        if name == "iati-organisation" { return true }
        return
            (all("recipient-country") + all("transaction").flatMap { $0.all("recipient-country") })
            .contains { $0["code"]?.uppercased() == country }
    }
}

extension ImportRow {
    fileprivate var fields: [JSONValue.Member]? {
        guard case .fields(let fields) = content else { return nil }
        return fields.object
    }
}
