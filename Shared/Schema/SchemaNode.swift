/// A place in the document of a schema, read with errors that say where it is.
struct SchemaNode {
    let value: JSONValue
    let path: SchemaPath

    func error(_ problem: SchemaError.Problem) -> SchemaError {
        SchemaError(path: path.text, problem: problem)
    }

    func optional(_ key: String) -> SchemaNode? {
        guard let value = value[key] else { return nil }
        return SchemaNode(value: value, path: .member(path, key: key))
    }

    func member(_ key: String) throws(SchemaError) -> SchemaNode {
        guard value.object != nil else { throw error(.notA("an object")) }
        guard let node = optional(key) else { throw error(.missing(key)) }
        return node
    }

    func string(limit: Int = 1000) throws(SchemaError) -> String {
        guard let string = value.string, string.utf8.count <= limit else {
            throw error(.notA("a text of at most \(limit) bytes"))
        }
        return string
    }

    func boolean() throws(SchemaError) -> Bool {
        guard let boolean = value.boolean else { throw error(.notA("true or false")) }
        return boolean
    }

    func number<Number: FixedWidthInteger>(
        _ range: ClosedRange<Number>
    ) throws(SchemaError) -> Number {
        guard let integer = value.integer, let number = Number(exactly: integer),
            range.contains(number)
        else {
            throw error(.notA("a whole number from \(range.lowerBound) to \(range.upperBound)"))
        }
        return number
    }

    /// The elements of an array, each at its place; those that have an id are named by it.
    func elements(limit: Int = 1000) throws(SchemaError) -> [SchemaNode] {
        guard let array = value.array else { throw error(.notA("an array")) }
        guard array.count <= limit else { throw error(.tooMany(limit: limit)) }
        var result: [SchemaNode] = []
        result.reserveCapacity(array.count)
        for (index, value) in array.enumerated() {
            let name = value["id"]?.string ?? value["code"]?.string
            result.append(
                SchemaNode(value: value, path: .element(path, index: index, name: name))
            )
        }
        return result
    }

    /// A text that names something in data: 1...40 ASCII letters, digits, `_` and `-`.
    func identifier() throws(SchemaError) -> String {
        let text = try string()
        let isAllowed = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
            default: false
            }
        }
        guard isAllowed, (1...40).contains(text.utf8.count) else {
            throw error(.badIdentifier(text))
        }
        return text
    }

    /// The same for names that people type before `=`, `.` and `/`: lower case, without `-`.
    func lowerIdentifier() throws(SchemaError) -> String {
        let text = try identifier()
        let isLower = text.utf8.allSatisfy { !(0x41...0x5A).contains($0) && $0 != 0x2D }
        guard isLower else { throw error(.badIdentifier(text)) }
        return text
    }

    /// The members `vi` and `en` of this object.
    func labels() throws(SchemaError) -> Labels {
        Labels(vi: try member("vi").string(), en: try member("en").string())
    }

    /// Checks that `name` is not among `names` yet, and adds it.
    func register(
        _ name: String,
        as kind: String,
        in names: inout Set<[UInt8]>
    ) throws(SchemaError) {
        guard names.insert(Array(name.utf8)).inserted else {
            throw error(.repeated(kind: kind, name: name))
        }
    }
}
