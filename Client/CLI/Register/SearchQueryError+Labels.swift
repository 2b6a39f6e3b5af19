package import Shared

extension SearchQueryError {
    /// Why a text is no query.
    package var labels: Labels { Labels(vi: vietnamese, en: message) }

    private var vietnamese: String {
        switch self {
        case .noWords: "cần ít nhất một chữ cái hoặc chữ số để tìm"
        case .tooManyWords(let count, let limit):
            "câu tìm có \(count) từ, nhiều nhất là \(limit)"
        case .tooLong(let bytes, let limit):
            "câu tìm dài \(bytes) byte, nhiều nhất là \(limit)"
        }
    }
}
