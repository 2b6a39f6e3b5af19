/// What the records are made of: few words, so they compress better than what people write.
enum WorkloadWords {
    static let statuses = ["draft", "open", "in_progress", "on_hold", "done", "cancelled"]
    static let priorities = ["low", "normal", "high", "urgent"]
    static let kinds = ["invoice", "order", "visit", "inspection", "payment", "delivery"]
    static let currencies = ["VND", "USD", "EUR", "THB"]
    static let cities = [
        "Hà Nội", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "TP. Hồ Chí Minh", "Huế", "Nha Trang", "Vinh",
        "London", "Leeds", "Singapore", "Austin",
    ]
    static let familyNames = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
        "Hồ", "Ngô", "Dương", "Lý",
    ]
    static let middleNames = [
        "Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quốc", "Thu", "Xuân",
    ]
    static let givenNames = [
        "An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Hương", "Khánh", "Linh", "Mai", "Nam",
        "Phúc", "Quân", "Sơn", "Thảo", "Trang", "Tú", "Vy", "Yến", "Đạt",
    ]
    static let tags = [
        "gấp", "vip", "tồn-kho", "trả-hàng", "north", "south", "fragile", "cold-chain", "wholesale",
        "retail", "q1", "q2", "q3", "q4", "kiểm-kê", "bảo-hành",
    ]
    static let vietnamese = words(
        """
        khách hàng đã xác nhận đơn hàng và yêu cầu giao trước giờ hành chính vì kho đóng cửa sớm \
        hàng cần kiểm tra lại số lượng khi nhận tại cửa thanh toán bằng chuyển khoản sau khi đối \
        chiếu công nợ tháng trước chưa gửi hoá đơn bổ sung địa chỉ mới nằm trong hẻm nhỏ xe tải \
        không vào được
        """
    )
    static let english = words(
        """
        customer confirmed the order and asked for delivery before noon because the warehouse \
        closes early please check the quantity again at the door payment by transfer after the \
        statement has been matched the previous balance is still open send the missing invoice and \
        the new address to accounting
        """
    )

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}

extension WorkloadRandom {
    /// `count` neighbouring words, from anywhere in a text.
    mutating func phrase(_ words: [String], _ count: Int) -> String {
        let start = number(below: words.count)
        return (0..<count).map { words[(start + $0) % words.count] }.joined(separator: " ")
    }

    /// `count` different elements, in their own order.
    mutating func sample(_ words: [String], _ count: Int) -> [String] {
        var rest = words
        var result: [String] = []
        for _ in 0..<count { result.append(rest.remove(at: number(below: rest.count))) }
        return result.sorted()
    }
}
