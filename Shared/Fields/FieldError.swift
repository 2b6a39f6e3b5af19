/// Why an entry for a field is refused, with what a message needs in any language.
public struct FieldError: Error, Sendable {
    public enum Reason: Sendable {
        /// The text has no `=`.
        case notAnAssignment
        case unknownField(collection: String, nearest: String?)
        /// After the point stands what this field does not have; the forms that it has.
        case unknownSubfield(allowed: [String])
        case unknownLanguage(nearest: String?)
        /// An empty value, which does not clear.
        case empty
        /// The value is not of the field's type; `example` is what may stand behind the field's name
        /// instead, with its sign, or empty.
        case value(ValueError, example: String)
        /// The text is not as text may be.
        case text(InputTextError)
        /// No yes and no no.
        case notABoolean(given: String)
        /// No code of a list; those that were probably meant.
        case unknownCode(given: String, nearest: [Enumeration.Code], codes: [String])
        case reference(ReferenceProblem, given: String)
        /// `=` on a set that has elements already.
        case setNeedsPlus
        /// `+=` or `-=` on a field that holds one value.
        case notASet
        /// `-=` or clearing on a log, which only grows.
        case onlyGrows
        /// Clearing a counter.
        case notClearable
        case unknownPart(given: String, nearest: String?, parts: [String])
        case repeatedPart(String)
        /// A part without `=`.
        case notAPart(given: String)
        /// `-=` of what is not there; the command that shows what is.
        case noSuchElement(given: String, look: String?)
        /// Choosing a claim that was withdrawn: its value, and the command that shows the others.
        case withdrawnClaim(value: Labels, look: String?)
        /// `-=` of what several elements are called; their ids.
        case severalElements(ids: [String])
        /// The field is restricted or personal, and rights do not exist yet.
        case needsRights(Sensitivity)
        /// A shape of JSON that the field does not have; what it has.
        case shape(expected: Labels)
    }

    /// The field as it was named: `abbr`, `name.vi`, `aliases.kind`.
    public let path: String
    public let reason: Reason

    public init(path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    /// The stable name of the reason in output for programs.
    public var code: String {
        switch reason {
        case .notAnAssignment: "not_an_assignment"
        case .unknownField: "unknown_field"
        case .unknownSubfield: "unknown_subfield"
        case .unknownLanguage: "unknown_language"
        case .empty: "empty_value"
        case .value(.ambiguousNumber, _): "ambiguous_number"
        case .value, .text, .notABoolean, .shape: "invalid_value"
        case .unknownCode: "unknown_code"
        case .reference(.ambiguous, _): "ambiguous_reference"
        case .reference(.deleted, _): RecordLife.deleted.code
        case .reference: "unknown_reference"
        case .setNeedsPlus: "set_needs_plus"
        case .notASet: "not_a_set"
        case .onlyGrows: "only_grows"
        case .notClearable: "not_clearable"
        case .unknownPart, .repeatedPart, .notAPart: "invalid_part"
        case .noSuchElement: "no_such_element"
        case .withdrawnClaim: "withdrawn_claim"
        case .severalElements: "several_elements"
        case .needsRights: "needs_rights"
        }
    }

    /// Whether the command line itself is wrong (exit status 2), not a value.
    public var isUsage: Bool {
        switch reason {
        case .notAnAssignment, .unknownField, .unknownSubfield: true
        default: false
        }
    }
}

extension FieldError.Reason {
    /// That a text is no code of a list, and no label in it.
    ///
    /// - Parameters:
    ///   - text: What was given.
    ///   - list: The codes that may be given.
    /// - Returns: The reason, with the codes that were probably meant.
    public static func noCode(_ text: String, in list: Enumeration) -> FieldError.Reason {
        .unknownCode(
            given: text,
            nearest: list.probableCodes(for: text),
            codes: list.codes.map { $0.code }
        )
    }
}
