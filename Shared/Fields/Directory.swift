/// Who the actors of a register are: what turns the number in a stamp into a person.
public struct Directory: Sendable {
    public struct Entry: Hashable, Sendable {
        /// The person's id in the register.
        public let person: String
        public let personName: String
        /// The record of the person's department; nil when the department has none.
        public let department: RecordID?
        /// The department as people write it in commands.
        public let departmentCode: String
        /// The department that this one has been merged into; nil when it stands.
        public let successorCode: String?
        /// The name of the device, where an actor is a person at one device.
        public let device: String?

        public init(
            person: String,
            personName: String,
            department: RecordID?,
            departmentCode: String,
            successorCode: String? = nil,
            device: String? = nil
        ) {
            self.person = person
            self.personName = personName
            self.department = department
            self.departmentCode = departmentCode
            self.successorCode = successorCode
            self.device = device
        }
    }

    private var entries: [UInt32: Entry]

    public init(_ entries: [UInt32: Entry] = [:]) { self.entries = entries }

    /// Nil for the server itself and for actors that are not known here yet.
    public subscript(actor: UInt32) -> Entry? {
        get { entries[actor] }
        set { entries[actor] = newValue }
    }
}

extension Directory.Entry {
    /// The same person at a device.
    ///
    /// - Parameter device: The device's name.
    /// - Returns: The entry with it.
    public func at(_ device: String) -> Directory.Entry {
        Directory.Entry(
            person: person,
            personName: personName,
            department: department,
            departmentCode: departmentCode,
            successorCode: successorCode,
            device: device
        )
    }

    /// The department as people read it: `tourism`, or `tourism (now culture)` after a merger.
    ///
    /// - Parameter language: The reader's.
    /// - Returns: Empty where an actor is of no department.
    public func departmentText(in language: DisplayLanguage) -> String {
        guard let successorCode else { return departmentCode }
        return departmentCode + (language == .vi ? " (nay là " : " (now ") + successorCode + ")"
    }
}
