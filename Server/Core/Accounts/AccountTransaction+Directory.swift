package import Shared

extension AccountTransaction {
    /// Enters or alters a person.
    mutating func save(_ person: Person) throws(StoreError) {
        guard try self.person(person.id) != person else { return }
        try setPerson(person)
        try changeDirectory()
    }

    /// Enters an actor.
    mutating func save(_ actor: Actor) throws(StoreError) {
        guard try self.actor(actor.number) != actor else { return }
        try setActor(actor)
        try changeDirectory()
    }

    /// Enters or alters a device; keys, tokens and the last synchronisation are not in the directory.
    mutating func save(_ device: Device) throws(StoreError) {
        let old = try self.device(device.id)
        guard old != device else { return }
        try setDevice(device)
        let isSame = old.map { $0.actor == device.actor && $0.isActive == device.isActive }
        if isSame != true { try changeDirectory() }
    }

    mutating func saveOwner(_ device: RecordID, of replica: ReplicaID) throws(StoreError) {
        guard try owner(of: replica) != device else { return }
        try setOwner(device, of: replica)
        // What the server writes itself is in no directory.
        if device != .server { try changeDirectory() }
    }

    /// Gives the server its keys, once and for all.
    package mutating func save(_ keys: ServerKeys) throws(StoreError) {
        guard try serverKeys() != keys else { return }
        try setServerKeys(keys)
        try changeDirectory()
    }

    private mutating func changeDirectory() throws(StoreError) {
        try setDirectoryVersion(try directoryVersion() + 1)
    }

    /// Everything that clients may know of people, devices and replicas.
    ///
    /// A run through all of them: keep the bytes until ``directoryVersion()`` has grown.
    package func directory() throws(StoreError) -> DirectoryDocument {
        var persons: [RecordID: Person] = [:]
        for person in try self.persons() { persons[person.id] = person }
        var actors: [DirectoryDocument.Actor] = []
        for actor in try self.actors() {
            guard let person = persons[actor.person] else {
                throw .corrupted("the person of actor \(actor.number) is missing")
            }
            actors.append(
                DirectoryDocument.Actor(
                    number: actor.number,
                    person: actor.person,
                    personName: person.name,
                    department: actor.department,
                    role: actor.role,
                    isDisabled: person.isDisabled
                )
            )
        }
        let devices = try self.devices()
        var places: [RecordID: UInt32] = [:]
        for (place, device) in devices.enumerated() {
            places[device.id] = UInt32(clamping: place)
        }
        let replicas = try replicaOwners().compactMap { owner in
            places[owner.device].map { DirectoryDocument.Replica(id: owner.replica, device: $0) }
        }
        return DirectoryDocument(
            version: try directoryVersion(),
            keys: try serverKeys()?.published,
            actors: actors,
            devices: devices.map {
                DirectoryDocument.Device(
                    id: $0.id,
                    name: $0.name,
                    actor: $0.actor,
                    isActive: $0.isActive
                )
            },
            replicas: replicas
        )
    }
}

extension RecordID {
    /// Stands for the server where a device owns a replica.
    package static let server = RecordID(high: 0, low: 0)
}
