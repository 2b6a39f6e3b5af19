import ClientExchange
import Shared

/// An activity of an own export that comes back to the register from which it went out.
///
/// What the export had to make up is left out, since the register knows better: a description where there is
/// none, the state by the codes of IATI, who takes part, identifiers, and what documents are called.
struct IATIOwnActivity {
    /// What is taken over of it.
    let records: IATIRecords

    /// Nil for an activity of somebody else, and for one whose project is not here.
    ///
    /// - Parameters:
    ///   - element: The activity.
    ///   - links: Finds the records.
    init?(_ element: XMLElement, _ links: IATIRegister) {
        guard element.name == "iati-activity",
            let identifier = element.first("iati-identifier")?.text.withoutBlanks,
            let project = Self.project(of: element, identifier, links)
        else { return nil }
        let found = links.records(of: element, links: Links(register: links, project: project))
        records = found.keeping { record in
            switch record.collection {
            case "projects": return record.fields.filter { Self.stated.contains($0.key) }
            case "documents":
                let url = record.fields.first { $0.key == "url" }?.value.string
                return url.map { links.addresses.contains($0) } == true ? [] : record.fields
            case "contributions":
                let ref = links.reference(record.collection, record.key)
                guard links.view(at: ref) != nil else {
                    return record.fields.filter { $0.value.string?.utf8.isEmpty != true }
                }
                return record.fields.filter { $0.key != "funder" }
            default: return record.fields
            }
        }
    }

    /// The fields of a project that an export writes as they are.
    private static let stated = ["title", "planned", "actual", "period", "places"]

    /// The project that an own export names: beside the standard, else at the end of its identifier.
    private static func project(
        of element: XMLElement,
        _ identifier: String,
        _ links: IATIRegister
    ) -> Reference? {
        guard let known = links.project(identifier) else { return nil }
        let isNamed = identifier.uppercased().hasSuffix("-" + known.record.text)
        return isNamed || element.keptProject == known.record ? known : nil
    }

    /// Finds partners that are there, and brings none.
    private struct Links: IATILinks {
        let register: IATIRegister
        let project: Reference

        /// Empty for an organisation that the register does not have.
        func reference(to organisation: IATIOrganisation) -> String {
            register.partner(organisation).map { register.text(of: $0) } ?? ""
        }

        func reference(_ collection: String, _ key: [String]) -> String {
            collection == "projects"
                ? register.text(of: project) : register.reference(collection, key)
        }
    }
}
