import ClientExchange
import CryptoAdapters
import Shared

/// Finds the records that an IATI file speaks of, and names those that it brings.
///
/// What a file brings has an id that follows from the file alone: two replicas that import it, or files
/// that overlap, ask for the same records.
final class IATIRegister: IATILinks {
    private let register: Register
    private var partners: [String: Reference] = [:]
    private var projects: [String: Reference] = [:]
    /// The partners that files have named so far, by how the files tell them apart.
    private var met: [String: Reference] = [:]
    /// The organisations that the register does not have yet, each once.
    private(set) var newcomers: [(organisation: IATIOrganisation, reference: Reference)] = []
    /// Partners that were known by their name, with the identifier by which they are known from now on.
    private(set) var identified: [(reference: Reference, ref: String)] = []

    /// Where documents are found on the web.
    private(set) lazy var addresses = Set(
        register.views("documents").flatMap { $0.texts(of: ["url"]) }
    )

    private let partnerCollection: UInt16

    init(_ register: Register) throws {
        self.register = register
        partnerCollection = try register.collection("partners").number
        for view in register.views("partners") {
            for id in view.identifiers(scheme: "iati") { partners[id] = view.reference }
        }
        for view in register.views("projects") {
            for id in view.identifiers(scheme: "iati") { projects[id] = view.reference }
            guard case .text(let id) = view.value("iati_identifier") else { continue }
            projects[id.uppercased()] = view.reference
        }
    }

    func reference(to organisation: IATIOrganisation) -> String {
        if let known = met[organisation.key] { return known.text(in: register.schema) }
        let found = known(organisation) ?? named(organisation)
        let reference =
            found
            ?? Reference(
                collection: partnerCollection,
                record: Self.id(["organisation", organisation.key])
            )
        met[organisation.key] = reference
        if found == nil, register.view(reference.record) == nil {
            newcomers.append((organisation, reference))
        }
        return reference.text(in: register.schema)
    }

    func reference(_ collection: String, _ key: [String]) -> String {
        let number = register.schema.collection(id: collection)?.number ?? 0
        var record = Self.id([collection] + key)
        if collection == "projects", let known = project(key[1]) { record = known.record }
        if key.first == "own", let id = key.last.flatMap({ RecordID(text: $0) }) { record = id }
        return Reference(collection: number, record: record).text(in: register.schema)
    }

    /// A reference in full: `partners/01JD…`.
    func text(of reference: Reference) -> String { reference.text(in: register.schema) }

    /// The record that a reference in full leads to; nil where it is not there yet.
    func view(at reference: String) -> RecordView? {
        RecordID(endOf: reference).flatMap { register.view($0) }
    }

    /// The partner that an organisation is; nil for one that the register does not have.
    func partner(_ organisation: IATIOrganisation) -> Reference? {
        known(organisation)
            ?? organisation.names.lazy.compactMap { [register, partnerCollection] name in
                register.known([partnerCollection], name.text)
            }.first
    }

    /// The project with an identifier; own exports end with the record's id.
    func project(_ identifier: String) -> Reference? {
        if let known = projects[identifier.uppercased()] { return known }
        guard let tail = identifier.split(separator: "-").last,
            let id = RecordID(text: String(tail)),
            let view = register.view(id), view.collection?.id == "projects"
        else { return nil }
        return view.reference
    }

    private func known(_ organisation: IATIOrganisation) -> Reference? {
        organisation.ref.flatMap { partners[$0.uppercased()] }
    }

    /// The one partner with the organisation's name, if no other identifier says that it is another one.
    private func named(_ organisation: IATIOrganisation) -> Reference? {
        for name in organisation.names {
            guard let found = register.known([partnerCollection], name.text),
                let view = register.view(found.record)
            else { continue }
            guard let ref = organisation.ref else { return found }
            if view.identifiers(scheme: "iati").isEmpty {
                identified.append((found, ref))
                return found
            }
        }
        return nil
    }

    /// What an activity or an organisation of a file asks for.
    func records(of element: XMLElement) -> IATIRecords { records(of: element, links: self) }

    /// What it asks for where references are found by `links`.
    func records(of element: XMLElement, links: any IATILinks) -> IATIRecords {
        IATIRecords(
            element,
            hasLanguage: { [register] in register.schema.hasLanguage($0) },
            links: links
        )
    }

    /// The document that keeps an item of a file word for word, such as the `iati-activity` with an identifier.
    func document(of item: String, _ identifier: String) -> String {
        reference("documents", ["original", item, identifier])
    }

    /// The document in which an item was kept; nil where none is in use.
    func original(of item: String, _ identifier: String) -> RecordView? {
        let view = view(at: document(of: item, identifier))
        return view?.life.isInUse == true ? view : nil
    }

    /// An id that follows from what a file says; its time is that of the standard's beginning.
    static func id(_ key: [String]) -> RecordID {
        let text = (["caunoi iati"] + key).joined(separator: "\u{1F}")
        let hash = SHA256Hash.hash(Array(text.utf8)).bytes
        var (high, low) = (standardBegan << 16, UInt64(0))
        for byte in hash[0..<2] { high = high & ~0xFFFF | (high << 8 | UInt64(byte)) & 0xFFFF }
        for byte in hash[2..<10] { low = low << 8 | UInt64(byte) }
        return RecordID(high: high, low: low)
    }

    /// 2011-01-01, in milliseconds since 1970.
    private static let standardBegan: UInt64 = 1_293_840_000_000
}

extension RecordView {
    /// What was taken in from a file, word for word; older registers have no field of its own for it.
    var originalText: String? {
        guard case .text(let text) = value("original") ?? value("notes") else { return nil }
        return text
    }

    /// The record's identifiers in another system, in capital letters.
    func identifiers(scheme: String) -> [String] {
        elements("external_ids").compactMap { element in
            guard case .text(let own) = element.part("scheme"), own.lowercased() == scheme,
                case .text(let value) = element.part("value")
            else { return nil }
            return value.uppercased()
        }
    }
}
