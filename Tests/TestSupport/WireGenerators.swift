package import Shared

// Random messages and their parts, the same for the same seed, often at the edges of what is
// allowed. All of them are valid: they have one encoding, and are read back from it.

/// A stand-in for SHA-256 where only the names of forks are wanted.
package enum ToyHash: HashFunction {
    package static func hash(_ bytes: [UInt8]) -> Hash256 {
        var word: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { word = (word ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Hash256(word, word &* 3, word &* 5, word &* 7)
    }
}

// MARK: - Numbers and bytes

extension RandomNumberGenerator {
    /// From 0 to `limit`.
    package mutating func number(upTo limit: Int) -> Int {
        Int.random(in: 0...limit, using: &self)
    }

    package mutating func chance(_ one: Int, in all: Int) -> Bool { number(upTo: all - 1) < one }

    /// Up to ``WireLimits/counterMax``, often small or where the encoding changes its length.
    package mutating func wireCounter(from least: UInt64 = 0) -> UInt64 {
        let edges: [UInt64] = [
            0, 1, 23, 24, 255, 256, 65_535, 65_536, 0xffff_ffff, 1 << 32, WireLimits.counterMax,
        ]
        let value =
            chance(1, in: 3)
            ? edges[number(upTo: edges.count - 1)]
            : next() >> UInt64(11 + number(upTo: 52))
        return max(least, value)
    }

    package mutating func wireTag() -> ChainTag {
        switch number(upTo: 5) {
        case 0: 0
        case 1: .max
        default: next()
        }
    }

    package mutating func wireTime() -> Int64 {
        let value = Int64(wireCounter())
        return chance(1, in: 8) ? -value : value
    }

    package mutating func wireBytes(upTo limit: Int) -> [UInt8] {
        (0..<number(upTo: limit)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    package mutating func wireText(upTo limit: Int) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "z", "0", " ", "\"", "\\", "\n", "\r", "\u{0}", "\u{7f}", "\u{e9}", "\u{301}", "ế",
            "\u{202e}", "\u{2028}", "\u{feff}", "\u{ffff}", "\u{1f33e}", "\u{10ffff}",
        ]
        var text = ""
        for _ in 0..<number(upTo: limit / 4) {
            text.unicodeScalars.append(scalars[number(upTo: scalars.count - 1)])
        }
        return text
    }

    /// None to `limit` of what `one` makes.
    package mutating func wireList<Element>(
        upTo limit: Int,
        _ one: (inout Self) -> Element
    ) -> [Element] {
        (0..<number(upTo: limit)).map { _ in one(&self) }
    }
}

// MARK: - Identifiers and chains

extension RandomNumberGenerator {
    /// One of few, so that replicas meet.
    package mutating func wireReplica() -> ReplicaID {
        switch number(upTo: 9) {
        case 0: ReplicaID(high: 0, low: 0)
        case 1: ReplicaID(high: .max, low: .max)
        case 2: ReplicaID(high: next(), low: next())
        default: ReplicaID(high: 7, low: UInt64(number(upTo: 5)))
        }
    }

    package mutating func wireRecord() -> RecordID { RecordID(high: next(), low: next()) }

    package mutating func wireEpoch() -> Epoch { Epoch(high: next(), low: next()) }

    package mutating func wireHash() -> Hash256 { Hash256(next(), next(), next(), next()) }

    package mutating func wireScope() -> ScopeID {
        let alphabet = Array("abcxyz019-_/".utf8)
        let length = chance(1, in: 8) ? 64 : 1 + number(upTo: 20)
        let name = (0..<length).map { _ in alphabet[number(upTo: alphabet.count - 1)] }
        return ScopeID(String(decoding: name, as: UTF8.self)) ?? .common
    }

    package mutating func wireDot() -> Dot { Dot(wireReplica(), wireCounter(from: 1)) }

    package mutating func wireVector(upTo limit: Int = 5) -> VersionVector {
        VersionVector(wireList(upTo: limit) { $0.wireDot() })
    }

    package mutating func wireHead() -> ChainHead {
        ChainHead(replica: wireReplica(), counter: wireCounter(), tag: wireTag())
    }

    package mutating func wireAnswer() -> ChainAnswer {
        ChainAnswer(
            replica: wireReplica(),
            counter: wireCounter(),
            tagAtCommon: wireTag(),
            acknowledged: wireCounter()
        )
    }

    package mutating func wireFork() -> Fork {
        Fork(of: wireReplica(), beyond: wireCounter(), firstTag: wireTag(), by: ToyHash.self)
    }

    package mutating func wireRename() -> Rename {
        Rename(from: wireReplica(), beyond: wireCounter(), to: wireReplica())
    }

    package mutating func wireSegment() -> FeedSegment {
        let tags = [wireTag()] + wireList(upTo: 5) { $0.wireTag() }
        return FeedSegment(
            replica: wireReplica(),
            first: min(wireCounter(from: 1), WireLimits.counterMax - UInt64(tags.count) + 1),
            isApplied: chance(1, in: 2),
            received: wireTime(),
            tags: tags
        )
    }
}

// MARK: - Records

extension RandomNumberGenerator {
    /// A value as a cell holds it.
    package mutating func wireValue() -> ArraySlice<UInt8> {
        var writer = CBORWriter()
        switch number(upTo: 6) {
        case 0: writer.unsigned(next() >> UInt64(number(upTo: 63)))
        case 1: writer.negative(next() >> UInt64(number(upTo: 63)))
        case 2: writer.bytes(wireBytes(upTo: 20))
        case 3:
            writer.array(count: 2)
            writer.text(wireText(upTo: 20))
            writer.boolean(chance(1, in: 2))
        case 4:
            writer.map(count: 2)
            writer.unsigned(1)
            writer.null()
            writer.text("a")
            writer.unsigned(2)
        default: writer.text(wireText(upTo: 40))
        }
        return writer.bytes[...]
    }

    package mutating func wireKeys() -> [CellKey] {
        let keys = Set(
            wireList(upTo: 5) { random in
                let sub =
                    random.chance(1, in: 2)
                    ? Array(random.wireText(upTo: 12).utf8) : random.wireBytes(upTo: 6)
                return CellKey(field: UInt16(1 + random.number(upTo: 300)), sub: sub)
            }
        )
        return [.head] + keys.sorted { $0.precedes($1) }
    }

    package mutating func wireChange() -> ChangeBytes {
        let parents = Set(wireList(upTo: 3) { $0.wireDot() }).sorted { $0.precedes($1) }
        let writes = wireKeys().map { key in
            Change.CellWrite(
                key: key,
                replaced: Set(wireList(upTo: 2) { $0.wireDot() }).sorted { $0.precedes($1) },
                value: key.isHead
                    ? HeadValue.alive.encoded : chance(1, in: 5) ? nil : wireValue()
            )
        }
        let change = Change(
            kind: Change.Kind.allCases[number(upTo: Change.Kind.allCases.count - 1)],
            record: wireRecord(),
            collection: UInt16(truncatingIfNeeded: wireCounter()),
            actDistance: UInt32(number(upTo: 30)),
            time: HybridTimestamp(rawValue: next()),
            actor: UInt32(truncatingIfNeeded: wireCounter()),
            schemaVersion: 1,
            parents: parents,
            writes: writes,
            note: chance(1, in: 3) ? wireText(upTo: 60) : nil
        )
        let sealed = change.sealed(
            as: wireDot(),
            after: wireHash(),
            salt: Change.salt(using: &self),
            by: ToyHash.self
        )
        let isPurged = chance(1, in: 6)
        return isPurged
            ? ChangeBytes(header: sealed.bytes.header, salt: [], body: []) : sealed.bytes
    }

    package mutating func wireFrame() -> [UInt8] {
        let dots = Set([wireDot()] + wireList(upTo: 2) { $0.wireDot() })
            .sorted { $0.precedes($1) }
        let stamps = dots.map { dot in
            DotStamp(
                dot: dot,
                time: HybridTimestamp(rawValue: next()),
                actor: UInt32(truncatingIfNeeded: wireCounter())
            )
        }
        let writes = wireKeys().flatMap { key in
            dots.map { RecordState.LiveWrite(key: key, dot: $0, value: wireValue()) }
        }
        let state = RecordState(collection: 7, writes: writes, stamps: stamps)
        let omitted = chance(1, in: 3) ? dots.first : nil
        return state.frame { $0 == omitted }
    }
}

// MARK: - Messages

extension RandomNumberGenerator {
    package mutating func helloRequest() -> HelloRequest {
        HelloRequest(
            schemaVersion: wireCounter(),
            directoryVersion: wireCounter(),
            scopes: wireList(upTo: 3) { random in
                HelloRequest.Scope(
                    scope: random.wireScope(),
                    epoch: random.chance(1, in: 3) ? nil : random.wireEpoch(),
                    cursor: random.wireCounter(),
                    own: random.wireList(upTo: 3) { $0.wireHead() }
                )
            }
        )
    }

    package mutating func helloResponse() -> HelloResponse {
        HelloResponse(
            time: wireTime(),
            actor: chance(1, in: 4) ? .max : UInt32(truncatingIfNeeded: wireCounter()),
            schema: chance(1, in: 2) ? nil : wireBytes(upTo: 40),
            directory: chance(1, in: 2) ? nil : Array(wireText(upTo: 40).utf8),
            scopes: wireList(upTo: 3) { random in
                HelloResponse.Scope(
                    scope: random.wireScope(),
                    epoch: random.wireEpoch(),
                    last: random.wireCounter(),
                    own: random.wireList(upTo: 3) { $0.wireAnswer() },
                    digest: random.wireHash()
                )
            }
        )
    }

    package mutating func compareRequest() -> CompareRequest {
        CompareRequest(
            scope: wireScope(),
            heads: wireList(upTo: 5) { $0.wireHead() },
            forks: wireList(upTo: 3) { $0.wireFork() }
        )
    }

    package mutating func compareResponse() -> CompareResponse {
        CompareResponse(
            epoch: wireEpoch(),
            answers: wireList(upTo: 5) { $0.wireAnswer() },
            forks: wireList(upTo: 3) { $0.wireFork() },
            vector: wireVector()
        )
    }

    package mutating func chainRequest() -> ChainRequest {
        let first = wireCounter(from: 1)
        let count = chance(1, in: 4) ? UInt64(WireLimits.tagsMax) : UInt64(1 + number(upTo: 99))
        return ChainRequest(
            scope: wireScope(),
            replica: wireReplica(),
            first: first,
            last: min(first + count - 1, WireLimits.counterMax)
        )
    }

    package mutating func chainResponse() -> ChainResponse {
        ChainResponse(epoch: wireEpoch(), tags: wireList(upTo: 9) { $0.wireTag() })
    }

    /// Items come in runs of one replica, some of which follow each other without a gap.
    package mutating func pushRequest() -> PushRequest {
        var items: [PushRequest.Item] = []
        var dot = wireDot()
        for _ in 0..<number(upTo: 5) {
            dot =
                chance(2, in: 3) && dot.counter < WireLimits.counterMax
                ? Dot(dot.replica, dot.counter + 1) : wireDot()
            items.append(
                PushRequest.Item(
                    dot: dot,
                    bytes: wireChange(),
                    renames: chance(1, in: 4) ? wireList(upTo: 2) { $0.wireRename() } : []
                )
            )
        }
        return PushRequest(
            scope: wireScope(),
            epoch: wireEpoch(),
            items: items,
            forks: wireList(upTo: 2) { $0.wireFork() },
            states: wireList(upTo: 2) { random in
                PushRequest.State(
                    record: random.wireRecord(),
                    frame: random.wireFrame(),
                    extra: random.wireVector(upTo: 2)
                )
            },
            vector: wireVector(),
            chains: wireList(upTo: 2) { $0.wireSegment() },
            signatures: wireList(upTo: 2) { random in
                PushRequest.Signature(
                    replica: random.wireReplica(),
                    head: random.wireHash(),
                    bytes: random.wireBytes(upTo: WireLimits.signatureBytesMax)
                )
            }
        )
    }

    package mutating func pushResponse() -> PushResponse {
        let outcomes: [PushResponse.Outcome] = [
            .done, .held, .epochChanged(wireEpoch()), .needState(wireRecord()),
            .chainBroken(wireReplica()),
        ]
        return PushResponse(
            outcome: outcomes[number(upTo: 4)],
            acknowledged: wireList(upTo: 3) { Dot($0.wireReplica(), $0.wireCounter()) },
            before: wireCounter(),
            after: wireCounter(),
            received: wireTime(),
            refusals: wireList(upTo: 3) {
                Refusal(
                    dot: Dot($0.wireReplica(), $0.wireCounter()),
                    key: $0.wireKeys().last ?? .head,
                    reason: "wrong_type"
                )
            }
        )
    }

    package mutating func pullRequest() -> PullRequest {
        PullRequest(
            scope: wireScope(),
            epoch: wireEpoch(),
            cursor: wireCounter(),
            base: chance(1, in: 2) ? .sequence(wireCounter()) : .vector(wireVector()),
            own: wireHead(),
            bytesMax: wireCounter()
        )
    }

    package mutating func pullResponse() -> PullResponse {
        if chance(1, in: 6) { return .epochChanged(wireEpoch()) }
        let from = wireCounter()
        return .page(
            PullPage(
                epoch: wireEpoch(),
                from: from,
                to: wireCounter(from: from),
                isLast: chance(1, in: 2),
                feed: wireList(upTo: 3) { $0.wireSegment() },
                rows: wireList(upTo: 3) { random in
                    PullPage.Row(
                        record: random.wireRecord(),
                        frame: random.wireFrame(),
                        extra: random.wireVector(upTo: 2)
                    )
                },
                forks: wireList(upTo: 2) { $0.wireFork() },
                own: wireAnswer(),
                digest: chance(1, in: 2) ? nil : wireHash()
            )
        )
    }

    package mutating func wireFailure() -> WireFailure {
        WireFailure(
            code: wireText(upTo: WireLimits.failureNameBytesMax),
            message: wireText(upTo: WireLimits.failureTextBytesMax),
            field: chance(1, in: 2) ? nil : wireText(upTo: WireLimits.failureNameBytesMax),
            hint: chance(1, in: 2) ? nil : wireText(upTo: WireLimits.failureTextBytesMax)
        )
    }
}
