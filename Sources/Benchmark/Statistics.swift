extension [Double] {
    /// The middle one, of an even number the mean of both; nil when there is none.
    package var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        let half = count / 2
        return count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }

    /// The smallest value that at least this share of all do not exceed; nil when there is none.
    package func percentile(_ share: Double) -> Double? {
        guard !isEmpty else { return nil }
        let place = Int((share * Double(count)).rounded(.up)) - 1
        return sorted()[Swift.min(Swift.max(place, 0), count - 1)]
    }
}
