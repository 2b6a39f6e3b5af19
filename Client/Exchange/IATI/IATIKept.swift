package import Shared

// What our own exports say beside the standard: how exact a date or an amount is, which IATI has no place for.
// It stands in `legacy-data`, where the standard lets systems keep their own values.

/// Names and forms of the values that own exports keep.
package enum IATIKept {
    private static let prefix = "caunoi:"
    private static let contribution = prefix + "contribution"

    private static let project = prefix + "project"

    /// An element that says which project of the register an activity is.
    package static func project(_ id: RecordID) -> XMLElement {
        element(project, id.text, as: "iati-identifier")
    }

    /// An element that keeps a period: `planned`, `actual` or `period`.
    package static func period(_ name: String, _ range: DateRange) -> XMLElement {
        element(prefix + name, range.canonical, as: "activity-date")
    }

    /// An element that keeps a contribution as it is in the register.
    package static func contribution(_ fields: JSONValue) -> XMLElement {
        element(contribution, JSONWriter.string(fields), as: "budget")
    }

    private static func element(
        _ name: String,
        _ value: String,
        as equivalent: String
    ) -> XMLElement {
        XMLElement(
            "legacy-data",
            [
                XMLAttribute(name: "name", value: name), XMLAttribute(name: "value", value: value),
                XMLAttribute(name: "iati-equivalent", value: equivalent),
            ]
        )
    }

    /// The value of this name; nil where there is none.
    fileprivate static func value(_ name: String, in element: XMLElement) -> String? {
        element.all("legacy-data").first { $0["name"] == prefix + name }?["value"]
    }

    fileprivate static func contributions(
        in element: XMLElement
    ) -> [(line: Int, fields: JSONValue)] {
        element.all("legacy-data").compactMap { data in
            guard data["name"] == contribution, let text = data["value"],
                let fields = try? JSONParser.parse(Array(text.utf8)), fields.object != nil
            else { return nil }
            return (data.line, fields)
        }
    }
}

extension XMLElement {
    /// A period that an own export has kept; nil for other files, and for what is no period.
    func kept(_ name: String) -> String? {
        IATIKept.value(name, in: self).flatMap { DateRange(canonical: $0) }?.canonical
    }

    /// The project that an own export says it is; nil for other files.
    package var keptProject: RecordID? {
        IATIKept.value("project", in: self).flatMap { RecordID(text: $0) }
    }

    /// The contributions that an own export has kept.
    var keptContributions: [(line: Int, fields: JSONValue)] { IATIKept.contributions(in: self) }
}
