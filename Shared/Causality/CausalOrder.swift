/// How two version vectors relate.
public enum CausalOrder: Hashable, Sendable {
    case equal, before, after, concurrent
}

extension VersionVector {
    /// How this vector relates to `other`: the pointwise order with missing entries as zero.
    public func order(to other: VersionVector) -> CausalOrder {
        switch (other.covers(self), covers(other)) {
        case (true, true): .equal
        case (true, false): .before
        case (false, true): .after
        case (false, false): .concurrent
        }
    }
}
