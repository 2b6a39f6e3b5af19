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
        /// The name of the device, where an actor is a person at one device.
        public let device: String?

        public init(
            person: String,
            personName: String,
            department: RecordID?,
            departmentCode: String,
            device: String? = nil
        ) {
            self.person = person
            self.personName = personName
            self.department = department
            self.departmentCode = departmentCode
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
