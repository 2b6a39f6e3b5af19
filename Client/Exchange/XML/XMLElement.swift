/// An element of an XML file with all that is in it.
package struct XMLElement: Sendable {
    package let name: String
    package let attributes: [XMLAttribute]
    /// Where it begins, from 1.
    package let line: Int
    package internal(set) var children: [XMLElement] = []
    /// Its own text, all pieces of it one after the other.
    package internal(set) var text = ""

    package init(_ name: String, _ attributes: [XMLAttribute] = [], line: Int = 0) {
        self.name = name
        self.attributes = attributes
        self.line = line
    }

    /// The value of an attribute without the blanks around it; nil where there is none, or nothing in it.
    package subscript(attribute: String) -> String? {
        guard let found = attributes.first(where: { $0.name == attribute }) else { return nil }
        let text = found.value.withoutBlanks
        return text.isEmpty ? nil : text
    }

    /// The children with this name.
    package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The first child with this name.
    package func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The element as XML, indented.
    package func xml(indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        var result = margin + "<" + name
        for attribute in attributes {
            result += " " + attribute.name + "=\"" + Markup.escaped(attribute.value) + "\""
        }
        let text = text.withoutBlanks
        if children.isEmpty, text.isEmpty { return result + "/>\n" }
        result += ">" + Markup.escaped(text)
        if !children.isEmpty {
            result += "\n"
            for child in children { result += child.xml(indent: indent + 1) }
            result += margin
        }
        return result + "</" + name + ">\n"
    }
}

/// Builds the elements of a certain depth, one after the other: only one of them is kept at a time.
final class XMLElementBuilder: XMLHandler {
    private let depth: Int
    private let visit: (XMLElement) -> Void
    /// The elements above those that are built: the root first.
    private(set) var ancestors: [XMLElement] = []
    private(set) var root: XMLElement?
    private var open: [XMLElement] = []

    /// `visit` is called with every element at this depth; the root's depth is 0.
    init(depth: Int, _ visit: @escaping (XMLElement) -> Void) {
        self.depth = depth
        self.visit = visit
    }

    func start(_ name: String, _ attributes: [XMLAttribute], line: Int) {
        let element = XMLElement(name, attributes, line: line)
        if root == nil { root = element }
        if ancestors.count < depth, open.isEmpty {
            ancestors.append(element)
        } else {
            open.append(element)
        }
    }

    func end(_ name: String) {
        guard let element = open.popLast() else {
            ancestors.removeLast()
            return
        }
        if open.isEmpty {
            visit(element)
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    func text(_ text: String) {
        if !open.isEmpty { open[open.count - 1].text += text }
    }
}
