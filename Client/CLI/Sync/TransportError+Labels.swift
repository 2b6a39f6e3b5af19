import ClientCore
import Shared

extension TransportError {
    /// What went wrong on the way to the server, to follow what could not be done.
    var labels: Labels { Labels(vi: vietnamese, en: description) }

    /// Whether the server's address cannot be used, or not without permission.
    var isAboutAddress: Bool {
        switch self {
        case .badURL, .insecure: true
        default: false
        }
    }

    private var vietnamese: String {
        switch self {
        case .badURL(let reason): "địa chỉ máy chủ không dùng được: \(reason)"
        case .insecure(let host):
            "\(host) là máy khác, mà http không mã hóa thì ai ở giữa cũng đọc và sửa được"
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
