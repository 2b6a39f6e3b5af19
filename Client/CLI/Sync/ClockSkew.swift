import Shared

/// How far a clock is off, for people.
struct ClockSkew {
    let milliseconds: Int64

    func text(_ language: DisplayLanguage) -> String {
        let seconds = Int64(clamping: milliseconds.magnitude / 1000)
        let (number, unit): (Int64, (en: String, vi: String)) =
            switch seconds {
            case 172_000...: ((seconds + 43_200) / 86_400, ("days", "ngày"))
            case 7100...: ((seconds + 1800) / 3600, ("hours", "giờ"))
            default: ((seconds + 30) / 60, ("minutes", "phút"))
            }
        return language == .vi
            ? (milliseconds > 0
                ? "nhanh hơn \(number) \(unit.vi) so với"
                : "chậm hơn \(number) \(unit.vi) so với")
            : "\(number) \(unit.en) \(milliseconds > 0 ? "ahead of" : "behind")"
    }
}
