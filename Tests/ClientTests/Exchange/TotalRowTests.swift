import ClientExchange
import Testing

/// Sums under a table are told apart from names that begin as they do.
@Suite struct TotalRowTests {
    @Test(arguments: [
        ["Tổng cộng: 58"], ["Tổng số"], ["TỔNG CỘNG"], ["Total"], ["Total:", "58"],
        ["Tổng số: 58 địa phương"], ["Cộng", "1.250.000", "", "VND 3"], ["tong cong (58)"],
        ["Grand total", "2,400,000.50 USD", "61000000000 đồng"],
    ])
    func `a sum and its figures`(_ cells: [String]) {
        #expect(TotalRow.isMade(of: cells[...]))
    }

    @Test(arguments: [
        [""], ["58"], ["Tổng công ty Cấp nước"], ["Tổng cục Du lịch", "58"], ["Cộng hòa Pháp"],
        ["Cộng đồng"], ["Tổng Lãnh sự quán"], ["Total Energies"], ["TotalEnergies"],
        ["Total", "France"], ["Total", "", "https://www.total.com"], ["Totalis 58"],
        ["Tổng cộng kinh phí"], ["Hội An", "Tổng cộng: 58"],
    ])
    func `a name`(_ cells: [String]) {
        #expect(!TotalRow.isMade(of: cells[...]))
    }
}
