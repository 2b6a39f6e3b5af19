/// Writes activities as an IATI 2.03 file that is valid against the standard's schema.
package enum IATIWriter {
    /// The file of these activities; `generated` is the moment, such as `2026-01-18T09:00:00Z`.
    package static func file(_ activities: [XMLElement], generated: String) -> [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<iati-activities version=\"2.03\" generated-datetime=\"\(generated)\">\n"
        for activity in activities {
            text += activity.ordered(in: "iati-activities").xml(indent: 1)
        }
        return Array((text + "</iati-activities>\n").utf8)
    }
}

extension XMLElement {
    /// An element with these attributes, those without a value left out, and these children.
    package static func make(
        _ name: String,
        _ attributes: [(String, String?)] = [],
        text: String = "",
        _ children: [XMLElement] = []
    ) -> XMLElement {
        var element = XMLElement(
            name,
            attributes.compactMap { name, value in value.map { XMLAttribute(name: name, value: $0) }
            }
        )
        element.text = text
        element.children = children
        return element
    }

    /// A text in one language.
    package static func narrative(_ narrative: IATINarrative) -> XMLElement {
        make("narrative", [("xml:lang", narrative.language)], text: narrative.text)
    }

    /// The element with its children where the standard wants them, as they were otherwise.
    package func ordered(in parent: String) -> XMLElement {
        var result = self
        result.children = children.map { $0.ordered(in: name) }
        guard let definition = IATIElements.standard.definition(of: name, in: parent) else {
            return result
        }
        let places = Dictionary(
            definition.children.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        result.children = result.children.enumerated().sorted { left, right in
            let (first, second) = (
                places[left.element.name] ?? .max, places[right.element.name] ?? .max
            )
            return first == second ? left.offset < right.offset : first < second
        }
        .map { $0.element }
        return result
    }

    /// What of the element is as the standard has it; nil where something that must be there is missing.
    ///
    /// Elements and attributes of other namespaces are left out: what names them stood in another file.
    package func sound(in parent: String) -> XMLElement? {
        guard !name.contains(":"),
            let definition = IATIElements.standard.definition(of: name, in: parent)
        else { return nil }
        var result = XMLElement(
            name,
            attributes.filter { attribute in
                attribute.name == "xml:lang"
                    || definition.attributes.contains { $0.name == attribute.name }
            },
            line: line
        )
        result.text = definition.text == nil ? "" : text
        result.children = children.compactMap { $0.sound(in: name) }
        var check = IATICheck()
        check.check(result.ordered(in: parent), in: parent)
        return check.problems.isEmpty ? result : nil
    }
}
