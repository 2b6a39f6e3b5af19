// The bytes of a directory.
//
//   directory = [1, version, keys / null, [[number, person, name, department, role, disabled]…],
//                [[device, name, actor, active]…], [[replica, place of its device]…]]
//   keys      = [signing key, agreement key]

/// What a person may do for a department; each role includes those before it.
public enum Role: UInt8, CaseIterable, Sendable {
    case reader
    case editor
    case lead
    case administrator

    /// As it is written in commands.
    public var name: String {
        switch self {
        case .reader: "reader"
        case .editor: "editor"
        case .lead: "lead"
        case .administrator: "administrator"
        }
    }

    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { return nil }
        self = role
    }
}

/// Who is behind the numbers and replicas of a register's changes, as the server tells its clients.
///
/// Actors, devices and replicas stay for ever: old changes name them.
public struct DirectoryDocument: Sendable {
    /// A person in one role at one department.
    public struct Actor: Sendable {
        /// 1 or more; 0 is the server.
        public let number: UInt32
        public let person: RecordID
        public let personName: String
        /// The department's code.
        public let department: String
        public let role: Role
        /// Whether the person has left.
        public let isDisabled: Bool

        public init(
            number: UInt32,
            person: RecordID,
            personName: String,
            department: String,
            role: Role,
            isDisabled: Bool
        ) {
            self.number = number
            self.person = person
            self.personName = personName
            self.department = department
            self.role = role
            self.isDisabled = isDisabled
        }
    }

    public struct Device: Sendable {
        public let id: RecordID
        public let name: String
        /// The number under which it writes now.
        public let actor: UInt32
        /// False once it was revoked.
        public let isActive: Bool

        public init(id: RecordID, name: String, actor: UInt32, isActive: Bool) {
            self.id = id
            self.name = name
            self.actor = actor
            self.isActive = isActive
        }
    }

    /// The server's public keys: what devices need for exchanging files that are carried by hand.
    public struct ServerKeys: Hashable, Sendable {
        /// Ed25519, 32 bytes: replies are signed with it.
        public let signing: [UInt8]
        /// X25519, 32 bytes: requests are encrypted to it.
        public let agreement: [UInt8]

        public init(signing: [UInt8], agreement: [UInt8]) {
            self.signing = signing
            self.agreement = agreement
        }
    }

    public struct Replica: Sendable {
        public let id: ReplicaID
        /// Its device's place in ``DirectoryDocument/devices``.
        public let device: UInt32

        public init(id: ReplicaID, device: UInt32) {
            self.id = id
            self.device = device
        }
    }

    /// A person's, a device's or a department's name in UTF-8.
    public static let nameBytesMax = 1200

    /// Grows whenever anything else in here changes.
    public let version: UInt64
    /// Nil for a register that takes no carried files.
    public let keys: ServerKeys?
    /// By number.
    public let actors: [Actor]
    /// By the bytes of their ids.
    public let devices: [Device]
    /// By the bytes of their ids.
    public let replicas: [Replica]

    /// A document of lists that are in order, in which every number and place is found.
    public init(
        version: UInt64,
        keys: ServerKeys? = nil,
        actors: [Actor],
        devices: [Device],
        replicas: [Replica]
    ) {
        self.version = version
        self.keys = keys
        self.actors = actors
        self.devices = devices
        self.replicas = replicas
    }
}

// MARK: - Lookups

extension DirectoryDocument {
    /// Nil for the server, and for numbers given out after this version.
    public func actor(_ number: UInt32) -> Actor? {
        find(in: actors) { $0.number < number }.flatMap { $0.number == number ? $0 : nil }
    }

    public func device(_ id: RecordID) -> Device? {
        find(in: devices) { $0.id.precedes(id) }.flatMap { $0.id == id ? $0 : nil }
    }

    /// The device that writes, or wrote, as `replica`; nil for the server's own.
    public func device(of replica: ReplicaID) -> Device? {
        guard let found = find(in: replicas, where: { $0.id.precedes(replica) }),
            found.id == replica, Int(found.device) < devices.count
        else { return nil }
        return devices[Int(found.device)]
    }

    /// The first element for which `isBefore` is false; those for which it is true stand in front.
    private func find<Element>(
        in list: [Element],
        where isBefore: (Element) -> Bool
    ) -> Element? {
        var low = 0
        var high = list.count
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(list[middle]) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < list.count ? list[low] : nil
    }
}

// MARK: - Bytes

extension DirectoryDocument {
    /// The document's bytes; equal documents have equal bytes.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(
            capacity: 32 + actors.count * 64 + devices.count * 48 + replicas.count * 22
        )
        writer.message(fields: 5)
        writer.unsigned(version)
        writer.optional(keys) { writer, keys in
            writer.array(count: 2)
            writer.bytes(keys.signing)
            writer.bytes(keys.agreement)
        }
        writer.list(actors) { writer, actor in
            writer.array(count: 6)
            writer.unsigned(UInt64(actor.number))
            writer.identifier(actor.person)
            writer.text(actor.personName)
            writer.text(actor.department)
            writer.unsigned(UInt64(actor.role.rawValue))
            writer.boolean(actor.isDisabled)
        }
        writer.list(devices) { writer, device in
            writer.array(count: 4)
            writer.identifier(device.id)
            writer.text(device.name)
            writer.unsigned(UInt64(device.actor))
            writer.boolean(device.isActive)
        }
        writer.list(replicas) { writer, replica in
            writer.array(count: 2)
            writer.identifier(replica.id)
            writer.unsigned(UInt64(replica.device))
        }
        return writer.bytes
    }

    /// Reads a document's bytes.
    ///
    /// - Throws: ``CBORError`` when they are damaged, over a limit, not in the form that
    ///   ``encoded()`` writes, or name an actor or a device that is not in the document.
    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 5)
        let version = try reader.counter()
        let keys = try reader.optional { reader throws(CBORError) in
            try reader.fields(2)
            return ServerKeys(
                signing: try reader.bytes(count: 32),
                agreement: try reader.bytes(count: 32)
            )
        }
        let actors = try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
            try Actor(from: &reader)
        }
        try Self.check(actors, at: reader.position) { $0.number < $1.number }
        let partial = DirectoryDocument(version: version, actors: actors, devices: [], replicas: [])
        let devices = try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
            let start = reader.position
            let device = try Device(from: &reader)
            guard partial.actor(device.actor) != nil else { throw .unsupported(at: start) }
            return device
        }
        try Self.check(devices, at: reader.position) { $0.id.precedes($1.id) }
        let replicas = try reader.list(limit: WireLimits.replicasMax) { reader throws(CBORError) in
            let start = reader.position
            try reader.fields(2)
            let replica = Replica(id: try reader.identifier(), device: try reader.number())
            guard Int64(replica.device) < Int64(devices.count) else {
                throw .unsupported(at: start)
            }
            return replica
        }
        try Self.check(replicas, at: reader.position) { $0.id.precedes($1.id) }
        try reader.finish()
        self.init(
            version: version,
            keys: keys,
            actors: actors,
            devices: devices,
            replicas: replicas
        )
    }

    /// Each element must stand before the next.
    private static func check<Element>(
        _ list: [Element],
        at position: Int,
        _ precedes: (Element, Element) -> Bool
    ) throws(CBORError) {
        for (element, next) in zip(list, list.dropFirst()) where !precedes(element, next) {
            throw .notDeterministic(at: position)
        }
    }
}

extension DirectoryDocument.Actor {
    fileprivate init(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.position
        try reader.fields(6)
        let number: UInt32 = try reader.number()
        let person = try reader.identifier(RecordID.self)
        let name = try reader.text(limit: DirectoryDocument.nameBytesMax)
        let department = try reader.text(limit: DirectoryDocument.nameBytesMax)
        guard number > 0, let role = Role(rawValue: try reader.number()) else {
            throw .unsupported(at: start)
        }
        self.init(
            number: number,
            person: person,
            personName: name,
            department: department,
            role: role,
            isDisabled: try reader.boolean()
        )
    }
}

extension DirectoryDocument.Device {
    fileprivate init(from reader: inout CBORReader) throws(CBORError) {
        try reader.fields(4)
        self.init(
            id: try reader.identifier(),
            name: try reader.text(limit: DirectoryDocument.nameBytesMax),
            actor: try reader.number(),
            isActive: try reader.boolean()
        )
    }
}
