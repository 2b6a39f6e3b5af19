/// A place in the document of a schema; its text is made only for an error.
indirect enum SchemaPath {
    case root
    case member(SchemaPath, key: String)
    /// An element of an array: by its id or code where it has one.
    case element(SchemaPath, index: Int, name: String?)

    /// For people: `collections[partners].fields[name].type`.
    var text: String {
        switch self {
        case .root: return ""
        case .member(let parent, let key):
            let parent = parent.text
            return parent.utf8.isEmpty ? key : parent + "." + key
        case .element(let parent, let index, let name):
            let place = name.map { printable($0) } ?? index.description
            return "\(parent.text)[\(place)]"
        }
    }
}
