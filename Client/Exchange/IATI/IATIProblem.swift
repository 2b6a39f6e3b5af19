/// What in an IATI file is not as the standard has it; what can be read of it is read all the same.
package struct IATIProblem: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case unknownAttribute(String)
        case missingAttribute(String)
        case notA(IATIProblem.Form, attribute: String?, given: String)
        case unexpectedText
        case unexpectedElement(String)
        case missingElement(String)
    }

    /// What a text was to be.
    package enum Form: Equatable, Sendable {
        case date, number, truth
    }

    /// In the file, from 1.
    package let line: Int
    /// The element's name.
    package let element: String
    package let kind: Kind
}

/// Checks elements against the standard.
struct IATICheck {
    private(set) var problems: [IATIProblem] = []

    /// Checks an element and all that is in it.
    mutating func check(_ element: XMLElement, in parent: String) {
        // What has a prefix is of another namespace, which the standard allows anywhere.
        guard !element.name.contains(":"),
            let definition = IATIElements.standard.definition(of: element.name, in: parent)
        else { return }
        attributes(of: element, definition)
        text(of: element, definition)
        // Behind the first child that is out of place nobody can say what was meant.
        let sound = order(of: element, definition)
        for child in element.children.prefix(sound) { check(child, in: element.name) }
    }

    private mutating func attributes(
        of element: XMLElement,
        _ definition: IATIElements.Definition
    ) {
        for attribute in element.attributes where !attribute.name.contains(":") {
            if attribute.name == "xmlns" { continue }
            guard let known = definition.attributes.first(where: { $0.name == attribute.name })
            else {
                note(element, .unknownAttribute(attribute.name))
                continue
            }
            if let form = known.kind.mismatch(attribute.value) {
                note(element, .notA(form, attribute: known.name, given: attribute.value))
            }
        }
        for known in definition.attributes where known.isRequired {
            if !element.attributes.contains(where: { $0.name == known.name }) {
                note(element, .missingAttribute(known.name))
            }
        }
    }

    private mutating func text(of element: XMLElement, _ definition: IATIElements.Definition) {
        let text = element.text.withoutBlanks
        guard let kind = definition.text else {
            if !text.isEmpty { note(element, .unexpectedText) }
            return
        }
        if let form = kind.mismatch(text) {
            note(element, .notA(form, attribute: nil, given: text))
        }
    }

    /// Tells of the first child that is out of place, or of one that is missing.
    ///
    /// - Returns: how many children stand where they belong.
    private mutating func order(
        of element: XMLElement,
        _ definition: IATIElements.Definition
    ) -> Int {
        var place = 0
        var isMet = false
        for (index, child) in element.children.enumerated() where !child.name.contains(":") {
            while place < definition.children.count, definition.children[place].name != child.name {
                if definition.children[place].isRequired, !isMet {
                    let isKnown = definition.children.contains { $0.name == child.name }
                    if isKnown {
                        note(element, .missingElement(definition.children[place].name))
                    } else {
                        note(child, .unexpectedElement(child.name))
                    }
                    return index
                }
                place += 1
                isMet = false
            }
            guard place < definition.children.count,
                !isMet || definition.children[place].isRepeatable
            else {
                note(child, .unexpectedElement(child.name))
                return index
            }
            isMet = true
        }
        for (index, child) in definition.children.enumerated()
        where index >= place && child.isRequired && !(index == place && isMet) {
            note(element, .missingElement(child.name))
            break
        }
        return element.children.count
    }

    private mutating func note(_ element: XMLElement, _ kind: IATIProblem.Kind) {
        problems.append(IATIProblem(line: element.line, element: element.name, kind: kind))
    }
}

extension IATIElements.Kind {
    /// What a text should have been; nil where it is that.
    fileprivate func mismatch(_ given: String) -> IATIProblem.Form? {
        let text = given.withoutBlanks
        switch self {
        case .any: return nil
        case .date: return IATIText.day(text) == nil ? .date : nil
        case .dateTime: return IATIText.day(String(text.prefix(10))) == nil ? .date : nil
        case .decimal: return IATIText.isDecimal(text) ? nil : .number
        case .integer: return Int(text) == nil ? .number : nil
        case .boolean: return ["true", "false", "0", "1"].contains(text) ? nil : .truth
        }
    }
}
