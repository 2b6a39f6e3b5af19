extension JSONValue {
    /// A record's frame, taken apart.
    ///
    /// First its live writes in the order of cells, then when and by whom each of their changes was
    /// made. A write whose value was left out has no `value`. Bytes that are no frame are shown as `{"hex": "…"}`.
    static func frame(_ bytes: [UInt8]) -> JSONValue {
        do throws(CBORError) {
            let state = try RecordState(frame: bytes)
            return members([
                ("collection", .unsigned(UInt64(state.collection))),
                ("cells", .list(state.writes, JSONValue.liveWrite)),
                ("changes", .list(state.stamps, JSONValue.stamp)),
            ])
        } catch {
            return .hex(bytes)
        }
    }

    /// A row of a page, or a state of a push.
    static func row(_ record: RecordID, frame: [UInt8], extra: VersionVector) -> JSONValue {
        members([
            ("record", .identifier(record)),
            ("frame", .frame(frame)),
            ("extra", .vector(extra)),
        ])
    }

    /// A change with its values.
    ///
    /// A write that only removes has no `value`, and neither has one of a purged change. A change that
    /// cannot be read is shown as `{"header": "…", "body": "…"}` in hexadecimal digits.
    static func change(_ bytes: ChangeBytes) -> JSONValue {
        do throws(CBORError) {
            return change(try Change(bytes), isPurged: bytes.isPurged)
        } catch {
            return members([("header", .digits(bytes.header)), ("body", .digits(bytes.body))])
        }
    }

    private static func liveWrite(_ write: RecordState.LiveWrite) -> JSONValue {
        var result = cell(write.key)
        result.append(("change", .dot(write.dot)))
        if let value = write.value { result.append(("value", .item(value))) }
        return members(result)
    }

    private static func stamp(_ stamp: DotStamp) -> JSONValue {
        let actor = ("actor", JSONValue.unsigned(UInt64(stamp.actor)))
        return members([("change", .dot(stamp.dot))] + time(stamp.time) + [actor])
    }

    private static func change(_ change: Change, isPurged: Bool) -> JSONValue {
        members(
            [
                ("kind", .string(change.kind.name)),
                ("record", .identifier(change.record)),
                ("collection", .unsigned(UInt64(change.collection))),
                ("act_distance", .unsigned(UInt64(change.actDistance))),
            ] + time(change.time) + [
                ("actor", .unsigned(UInt64(change.actor))),
                ("schema_version", .unsigned(UInt64(change.schemaVersion))),
                ("parents", .list(change.parents, JSONValue.dot)),
                ("writes", .list(change.writes, JSONValue.cellWrite)),
                ("note", .optional(change.note) { .string($0) }),
                ("purged", .boolean(isPurged)),
            ]
        )
    }

    private static func cellWrite(_ write: Change.CellWrite) -> JSONValue {
        var result = cell(write.key)
        result.append(("replaced", .list(write.replaced, JSONValue.dot)))
        if let value = write.value { result.append(("value", .item(value))) }
        return members(result)
    }

    /// The field's number, and the sub-key where there is one.
    private static func cell(_ key: CellKey) -> [(String, JSONValue)] {
        let field = ("field", JSONValue.unsigned(UInt64(key.field)))
        return key.sub.isEmpty ? [field] : [field, ("sub", .content(key.sub))]
    }

    /// A clock reading: milliseconds since 1970, and its counter within the millisecond.
    private static func time(_ time: HybridTimestamp) -> [(String, JSONValue)] {
        [
            ("time", .integer(time.milliseconds)),
            ("time_counter", .unsigned(time.rawValue & 0xFFFF)),
        ]
    }
}

extension Change.Kind {
    /// The kind's name in JSON.
    fileprivate var name: String {
        switch self {
        case .create: "create"
        case .edit: "edit"
        case .delete: "delete"
        case .restore: "restore"
        case .resolve: "resolve"
        case .undo: "undo"
        case .purge: "purge"
        case .ruling: "ruling"
        case .acceptance: "acceptance"
        }
    }
}
