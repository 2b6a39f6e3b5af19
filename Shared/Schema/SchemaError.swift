/// Why a document is no schema, and where.
public struct SchemaError: Error, Equatable, Sendable {
    public enum Problem: Equatable, Sendable {
        case json(JSONError)
        /// A member that must be there is not.
        case missing(String)
        /// A member is not what it must be; the text says what that is.
        case notA(String)
        /// A word that nothing in the schema has; what it was probably meant to be.
        case unknown(kind: String, name: String, nearest: String?)
        /// An id, a number or a code is there twice.
        case repeated(kind: String, name: String)
        /// An identifier of other characters or of another length than allowed.
        case badIdentifier(String)
        /// More than the limit.
        case tooMany(limit: Int)
    }

    /// Where in the document: member names with ids or indices in brackets; empty for the whole.
    public let path: String
    public let problem: Problem

    public init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }
}

extension SchemaError: CustomStringConvertible {
    public var description: String {
        path.utf8.isEmpty ? problem.description : "\(path): \(problem.description)"
    }
}

extension SchemaError.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .json(let error): return error.description
        case .missing(let member): return "the member \"\(member)\" is missing"
        case .notA(let what): return "this must be \(what)"
        case .unknown(let kind, let name, let nearest):
            let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
            return "unknown \(kind) \"\(printable(name))\"\(hint)"
        case .repeated(let kind, let name):
            return "the \(kind) \"\(printable(name))\" is there twice"
        case .badIdentifier(let name):
            return "\"\(printable(name))\" is no identifier: 1 to 40 ASCII letters, digits and _"
        case .tooMany(let limit): return "more than \(limit) entries"
        }
    }
}
