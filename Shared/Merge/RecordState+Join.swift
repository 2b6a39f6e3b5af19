extension RecordState {
    /// Joins two states of one record under their causal contexts.
    ///
    /// A write stands if both sides hold it, or if one holds it and the other has never seen it.
    /// Idempotent, commutative and associative on states whose contexts tell the truth. Mints no dot.
    ///
    /// Source: Almeida, Shoker, Baquero, "Delta State Replicated Data Types", 2018 (causal CRDTs).
    ///
    /// `mine`: nil when this replica does not hold the record; then `context` must be empty.
    /// `context`: what this replica has incorporated of the record.
    /// `incoming`: a complete skeleton; values may be left out where `mine` holds them.
    /// `incomingContext`: what the sender had incorporated of the record.
    public static func join(
        _ mine: RecordState?,
        _ context: CausalContext,
        _ incoming: RecordState,
        _ incomingContext: CausalContext
    ) throws(MergeError) -> RecordState {
        let ours = mine?.writes ?? []
        let theirs = incoming.writes
        var result = RecordState(collection: mine?.collection ?? incoming.collection)
        result.writes.reserveCapacity(max(ours.count, theirs.count))
        var i = 0
        var j = 0
        while i < ours.count || j < theirs.count {
            if i < ours.count, j < theirs.count, ours[i].key == theirs[j].key,
                ours[i].dot == theirs[j].dot
            {
                if let value = theirs[j].value, value != ours[i].value {
                    throw .sameDotDifferentValue(ours[i].dot, ours[i].key)
                }
                result.writes.append(ours[i])
                i += 1
                j += 1
            } else if j == theirs.count || i < ours.count && ours[i].precedes(theirs[j]) {
                if !incomingContext.covers(ours[i].dot) { result.writes.append(ours[i]) }
                i += 1
            } else {
                if !context.covers(theirs[j].dot) {
                    guard theirs[j].value != nil else {
                        throw .omittedValueNotHeld(theirs[j].dot, theirs[j].key)
                    }
                    result.writes.append(theirs[j])
                }
                j += 1
            }
        }
        result.stamps = mergedStamps(mine?.stamps ?? [], incoming.stamps)
        result.dropUnusedStamps()
        return result
    }

    private static func mergedStamps(_ a: [DotStamp], _ b: [DotStamp]) -> [DotStamp] {
        var result: [DotStamp] = []
        result.reserveCapacity(max(a.count, b.count))
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            if i < a.count, j < b.count, a[i].dot == b[j].dot {
                result.append(a[i])
                i += 1
                j += 1
            } else if j == b.count || i < a.count && a[i].dot.precedes(b[j].dot) {
                result.append(a[i])
                i += 1
            } else {
                result.append(b[j])
                j += 1
            }
        }
        return result
    }
}
