package import ServerCore
package import Shared

// People, devices, codes and what the register is called. Text is bound and read as the bytes of its
// UTF-8, so that the database compares and keeps exactly these.

extension SQLTransaction: AccountTransaction {
    // MARK: People

    package func person(_ id: RecordID) throws(StoreError) -> Person? {
        try session.first(
            "SELECT id, name, disabled FROM person WHERE id = ?",
            id
        ) { (row) throws(StoreError) in try Person(row) }
    }

    package func persons() throws(StoreError) -> [Person] {
        try session.all("SELECT id, name, disabled FROM person ORDER BY id") {
            (row) throws(StoreError) in try Person(row)
        }
    }

    package func persons(named name: String) throws(StoreError) -> [Person] {
        try session.all(
            """
            SELECT id, name, disabled FROM person
            WHERE name = ? ORDER BY id
            """,
            name
        ) { (row) throws(StoreError) in try Person(row) }
    }

    package mutating func setPerson(_ person: Person) throws(StoreError) {
        try session.run(
            """
            INSERT INTO person (id, name, disabled) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, disabled = excluded.disabled
            """,
            person.id,
            person.name,
            person.isDisabled
        )
    }

    package func actor(_ number: UInt32) throws(StoreError) -> Actor? {
        try session.first(
            "SELECT number, person, department, role FROM actor WHERE number = ?",
            Int64(number)
        ) { (row) throws(StoreError) in try Actor(row) }
    }

    package func actors() throws(StoreError) -> [Actor] {
        try session.all(
            "SELECT number, person, department, role FROM actor ORDER BY number"
        ) { (row) throws(StoreError) in try Actor(row) }
    }

    package func actors(of person: RecordID) throws(StoreError) -> [Actor] {
        try session.all(
            """
            SELECT number, person, department, role FROM actor
            WHERE person = ? ORDER BY number
            """,
            person
        ) { (row) throws(StoreError) in try Actor(row) }
    }

    package mutating func setActor(_ actor: Actor) throws(StoreError) {
        try session.run(
            """
            INSERT INTO actor (number, person, department, role) VALUES (?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET person = excluded.person,
            department = excluded.department, role = excluded.role
            """,
            Int64(actor.number),
            actor.person,
            actor.department,
            Int64(actor.role.rawValue)
        )
    }

    package func nextActorNumber() throws(StoreError) -> UInt32 {
        let number = try session.first("SELECT next_actor FROM account_state") {
            (row) throws(StoreError) in try actorNumber(row.integer(0))
        }
        return number ?? 1
    }

    package mutating func setNextActorNumber(_ number: UInt32) throws(StoreError) {
        try session.run("UPDATE account_state SET next_actor = ?", Int64(number))
    }

    // MARK: Devices

    package func device(_ id: RecordID) throws(StoreError) -> Device? {
        try session.first(
            """
            SELECT id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence FROM device WHERE id = ?
            """,
            id
        ) { (row) throws(StoreError) in try Device(row) }
    }

    package func device(tokenHash: Hash256) throws(StoreError) -> Device? {
        try session.first(
            """
            SELECT id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence FROM device
            WHERE token_hash = ?
            """,
            tokenHash
        ) { (row) throws(StoreError) in try Device(row) }
    }

    package func device(signingKey: [UInt8]) throws(StoreError) -> Device? {
        try session.first(
            """
            SELECT id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence FROM device
            WHERE signing_key = ?
            """,
            signingKey
        ) { (row) throws(StoreError) in try Device(row) }
    }

    package func devices() throws(StoreError) -> [Device] {
        try session.all(
            """
            SELECT id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence FROM device ORDER BY id
            """
        ) { (row) throws(StoreError) in try Device(row) }
    }

    package func devices(of person: RecordID) throws(StoreError) -> [Device] {
        try session.all(
            """
            SELECT id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence FROM device
            WHERE person = ? ORDER BY id
            """,
            person
        ) { (row) throws(StoreError) in try Device(row) }
    }

    package mutating func setDevice(_ device: Device) throws(StoreError) {
        var revoked: Int64?
        var lostSince: Int64?
        if case .revoked(let at, let since) = device.state {
            revoked = at
            lostSince = since
        }
        try session.run(
            """
            INSERT INTO device (id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, person = excluded.person,
            actor = excluded.actor, signing_key = excluded.signing_key,
            agreement_key = excluded.agreement_key, token_hash = excluded.token_hash,
            revoked = excluded.revoked, lost_since = excluded.lost_since,
            enrolled = excluded.enrolled, last_sync = excluded.last_sync,
            last_sequence = excluded.last_sequence
            """,
            device.id,
            device.name,
            device.person,
            Int64(device.actor),
            device.signingKey,
            device.agreementKey,
            device.tokenHash,
            revoked,
            lostSince,
            device.enrolledAt,
            device.lastSync,
            device.lastSequence
        )
    }

    // MARK: Codes

    package func enrolmentCode(_ hash: Hash256) throws(StoreError) -> EnrolmentCode? {
        try session.first(
            "SELECT hash, expires, actor, epoch, device FROM enrolment_code WHERE hash = ?",
            hash
        ) { (row) throws(StoreError) in try EnrolmentCode(row) }
    }

    package func unusedEnrolmentCodes() throws(StoreError) -> [EnrolmentCode] {
        try session.all(
            """
            SELECT hash, expires, actor, epoch, device FROM enrolment_code
            WHERE device IS NULL ORDER BY hash
            """
        ) { (row) throws(StoreError) in try EnrolmentCode(row) }
    }

    package mutating func setEnrolmentCode(_ code: EnrolmentCode) throws(StoreError) {
        try session.run(
            """
            INSERT INTO enrolment_code (hash, expires, actor, epoch, device) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (hash) DO UPDATE SET expires = excluded.expires, actor = excluded.actor,
            epoch = excluded.epoch, device = excluded.device
            """,
            code.hash,
            code.expires,
            Int64(code.actor),
            code.epoch,
            code.usedBy
        )
    }

    // MARK: Replicas

    package func owner(of replica: ReplicaID) throws(StoreError) -> RecordID? {
        try session.first("SELECT device FROM replica_owner WHERE replica = ?", replica) {
            (row) throws(StoreError) in try row.identifier(0)
        }
    }

    package func replicaOwners() throws(StoreError) -> [ReplicaOwner] {
        try session.all("SELECT replica, device FROM replica_owner ORDER BY replica") {
            (row) throws(StoreError) in
            ReplicaOwner(replica: try row.identifier(0), device: try row.identifier(1))
        }
    }

    package func replicaCount(of device: RecordID) throws(StoreError) -> Int {
        let count = try session.first(
            "SELECT count(*) FROM replica_owner WHERE device = ?",
            device
        ) { Int($0.integer(0)) }
        return count ?? 0
    }

    package mutating func setOwner(
        _ device: RecordID,
        of replica: ReplicaID
    ) throws(StoreError) {
        try session.run(
            """
            INSERT INTO replica_owner (replica, device) VALUES (?, ?)
            ON CONFLICT (replica) DO UPDATE SET device = excluded.device
            """,
            replica,
            device
        )
    }
}

// MARK: - Rows

/// A column as an actor's number.
private func actorNumber(_ value: Int64) throws(StoreError) -> UInt32 {
    guard let number = UInt32(exactly: value) else {
        throw .corrupted("an actor's number is out of range")
    }
    return number
}

extension Person {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        self.init(id: try row.identifier(0), name: row.text(1), isDisabled: row.integer(2) != 0)
    }
}

extension Actor {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        guard let role = UInt8(exactly: row.integer(3)).flatMap(Role.init) else {
            throw .corrupted("an actor's role is unknown")
        }
        self.init(
            number: try actorNumber(row.integer(0)),
            person: try row.identifier(1),
            department: row.text(2),
            role: role
        )
    }
}

extension Device {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        let state: State =
            if let at = row.optionalInteger(7) {
                .revoked(at: at, lostSince: row.optionalInteger(8))
            } else {
                .active
            }
        self.init(
            id: try row.identifier(0),
            name: row.text(1),
            person: try row.identifier(2),
            actor: try actorNumber(row.integer(3)),
            signingKey: row.bytes(4),
            agreementKey: row.bytes(5),
            tokenHash: try row.hash(6),
            state: state,
            enrolledAt: row.integer(9),
            lastSync: row.optionalInteger(10),
            lastSequence: row.isNull(11) ? nil : row.word(11)
        )
    }
}

extension EnrolmentCode {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        self.init(
            hash: try row.hash(0),
            expires: row.integer(1),
            actor: try actorNumber(row.integer(2)),
            epoch: row.isNull(3) ? nil : try row.identifier(3),
            usedBy: row.isNull(4) ? nil : try row.identifier(4)
        )
    }
}
