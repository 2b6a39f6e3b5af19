// The requests that people may send as JSON. What they leave out has a value that costs them
// nothing: no documents held, nothing known of the scope.

extension HelloRequest {
    /// Reads a hello as ``json()`` writes it; of each scope only `scope` has to be there.
    public init(json: JSONValue) throws(JSONMessageError) {
        let names = ["schema_version", "directory_version", "scopes"]
        let members = try JSONMembers(json, at: "", names: names)
        self.init(
            schemaVersion: try members.counter("schema_version", or: 0),
            directoryVersion: try members.counter("directory_version", or: 0),
            scopes: try members.list("scopes", limit: WireLimits.scopesMax) {
                value,
                path throws(JSONMessageError) in
                try Scope(json: value, at: path)
            }
        )
    }
}

extension HelloRequest.Scope {
    fileprivate init(json: JSONValue, at path: String) throws(JSONMessageError) {
        let names = ["scope", "epoch", "cursor", "own"]
        let members = try JSONMembers(json, at: path, names: names)
        self.init(
            scope: try members.scope("scope"),
            epoch: members.value("epoch") == nil ? nil : try members.identifier("epoch"),
            cursor: try members.counter("cursor", or: 0),
            own: try members.list("own", limit: WireLimits.replicasMax) {
                value,
                path throws(JSONMessageError) in
                try ChainHead(json: value, at: path)
            }
        )
    }
}

extension PullRequest {
    /// Reads a pull as ``json()`` writes it; `scope`, `epoch` and the replica in `own` have to be
    /// there.
    ///
    /// Without a `base`, no value is left out of the page.
    public init(json: JSONValue) throws(JSONMessageError) {
        let names = ["scope", "epoch", "cursor", "base", "own", "bytes_max"]
        let members = try JSONMembers(json, at: "", names: names)
        self.init(
            scope: try members.scope("scope"),
            epoch: try members.identifier("epoch"),
            cursor: try members.counter("cursor", or: 0),
            base: try members.value("base").map { value throws(JSONMessageError) in
                try Base(json: value, at: "base")
            } ?? .sequence(0),
            own: try ChainHead(json: try members.required("own"), at: "own"),
            bytesMax: try members.counter("bytes_max", or: UInt64(WireLimits.pageBytesMax))
        )
    }
}

extension PullRequest.Base {
    fileprivate init(json: JSONValue, at path: String) throws(JSONMessageError) {
        let members = try JSONMembers(json, at: path, names: ["sequence", "vector"])
        switch (members.value("sequence"), members.value("vector")) {
        case (let sequence?, nil):
            let place = members.place(of: "sequence")
            self = .sequence(try JSONMembers.counter(sequence, at: place))
        case (nil, let vector?):
            self = .vector(try VersionVector(json: vector, at: members.place(of: "vector")))
        default: throw .invalid(path: path, wanted: "an object with either sequence or vector")
        }
    }
}

extension ChainHead {
    /// A head; without `counter` and `tag` that of an empty chain.
    fileprivate init(json: JSONValue, at path: String) throws(JSONMessageError) {
        let members = try JSONMembers(json, at: path, names: ["replica", "counter", "tag"])
        self.init(
            replica: try members.identifier("replica"),
            counter: try members.counter("counter", or: 0),
            tag: try members.tag("tag")
        )
    }
}

extension VersionVector {
    fileprivate init(json: JSONValue, at path: String) throws(JSONMessageError) {
        guard let members = json.object else { throw .invalid(path: path, wanted: "an object") }
        guard members.count <= WireLimits.replicasMax else {
            throw .tooMany(path: path, limit: WireLimits.replicasMax)
        }
        var dots: [Dot] = []
        dots.reserveCapacity(members.count)
        for (index, member) in members.enumerated() {
            let place = path + "[" + index.description + "]"
            let replica: ReplicaID = try JSONMembers.identifier(member.key, at: place)
            let counter = try JSONMembers.counter(member.value, at: place)
            guard counter > 0 else {
                throw .invalid(path: place, wanted: "a whole number above 0")
            }
            dots.append(Dot(replica, counter))
        }
        // In order, so that each finds its place at the end.
        dots = dots.sortedByBytes()
        for (dot, next) in zip(dots, dots.dropFirst()) where dot.replica == next.replica {
            throw .invalid(path: path, wanted: "an object with each replica once")
        }
        self.init(dots)
    }
}
