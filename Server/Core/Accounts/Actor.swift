package import Shared

/// A person in one role at one department: what a change's stamp names by number.
///
/// An actor is never altered. Who moves gets another one, so that old changes keep the department
/// for which they were made.
package struct Actor: Hashable, Sendable {
    /// 1 or more; 0 is the server.
    package let number: UInt32
    package let person: RecordID
    /// The department's code.
    package let department: String
    package let role: Role

    package init(number: UInt32, person: RecordID, department: String, role: Role) {
        self.number = number
        self.person = person
        self.department = department
        self.role = role
    }
}

extension Role {
    /// Whether whoever has it may write to the register: all but readers.
    var mayWrite: Bool {
        switch self {
        case .reader: false
        case .editor, .lead, .administrator: true
        }
    }
}
