import ClientCore
import Shared

extension TransportError {
    /// What went wrong on the way to the server, to follow what could not be done.
    var labels: Labels { Labels(vi: vietnamese, en: description) }

    private var vietnamese: String {
        switch self {
        case .badURL(let reason): "địa chỉ máy chủ không dùng được: \(reason)"
        case .notAllowed(let reason): "không được phép: \(reason)"
        case .unreachable(let host, let reason): "không tới được \(host): \(reason)"
        case .tlsRefused(let host, let reason): "không có kết nối an toàn tới \(host): \(reason)"
        case .timedOut(let limit): "không có trả lời trong \(limit.components.seconds) giây"
        case .cut(let reason): "kết nối bị ngắt: \(reason)"
        case .tooLarge(let limit): "câu trả lời lớn hơn \(limit) byte"
        case .invalidResponse(let reason): "câu trả lời không phải HTTP đúng: \(reason)"
        }
    }
}
