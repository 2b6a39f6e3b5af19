import ClientExchange
import Shared

/// Who publishes the register's activities.
struct IATIOwner {
    let ref: String
    /// The codelist OrganisationType.
    private let type: String
    private let names: [IATINarrative]
    /// Whether the identifier only stands in for one that nobody has entered.
    let isStandIn: Bool

    /// The owner of a register: what the options say, else the enrolled person's own department.
    init(_ register: Register, _ workspace: Workspace, ref given: String?) {
        let department = workspace.me.flatMap { register.directory[$0.number]?.department }
            .flatMap { register.view($0) }
        let own = department?.identifiers(scheme: "iati").first
        ref = given ?? own ?? "VN-" + workspace.enrolment.register.text
        isStandIn = given == nil && own == nil
        var names: [IATINarrative] = []
        if case .localized(let views) = department?.field(id: "name")?.content {
            for view in views {
                guard case .text(let text) = view.cell.displayed else { continue }
                names.append(IATINarrative(language: view.language, text: text))
            }
        }
        if names.isEmpty {
            names = [IATINarrative(language: "vi", text: workspace.enrolment.registerName)]
        }
        self.names = names
        var isAssociation = false
        if case .code(let kind) = department?.value("kind") {
            isAssociation = kind == "city_association" || kind == "people_to_people_union"
        }
        type = isAssociation ? "22" : "11"
    }

    var element: XMLElement {
        .make(
            "reporting-org",
            [("ref", ref), ("type", type), ("secondary-reporter", "1")],
            names.map { .narrative($0) }
        )
    }

    /// The owner as the one who answers for an activity of which nobody else is known.
    var participant: XMLElement {
        .make(
            "participating-org",
            [("ref", ref), ("type", type), ("role", "2")],
            names.map { .narrative($0) }
        )
    }
}
