import Foundation

/// Random texts for the properties of the text module; a seed always gives the same ones.
struct TextSamples {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    /// SplitMix64.
    mutating func number(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }

    /// Any scalars at all, many of them from the blocks of letters and marks.
    mutating func scalars(_ count: Int) -> String {
        var text = String.UnicodeScalarView()
        while text.count < count {
            let bound = pick([0x80, 0x300, 0x2100, 0x11_0000])
            let value =
                number(below: 4) == 0 ? 0x300 + number(below: 0x30) : number(below: bound)
            if let scalar = Unicode.Scalar(UInt32(value)) { text.append(scalar) }
        }
        return String(text)
    }

    /// Letters of Vietnamese and its neighbours, digits, joining signs and spaces, in both cases.
    mutating func mixed(_ count: Int) -> String {
        let letters = Array(
            "aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ "
                + "úùủũụ ứừửữự ýỳỷỹỵ öüñçåøæœßłþðčšžıλςάώяйї0123456789 .,-'&()  "
        )
        return String((0..<count).map { _ in pick(letters) })
    }

    /// A few short words, some of them compounds.
    mutating func words(_ count: Int) -> String {
        let words = [
            "hòa", "hoà", "hoa", "tp", "tp.hcm", "un-ha", "tphcm", "đa", "da", "unha", "4.0",
        ]
        return (0..<count).map { _ in pick(words) }.joined(separator: " ")
    }
}

extension String {
    /// NFD.
    var decomposed: String { decomposedStringWithCanonicalMapping }
    /// NFC.
    var composed: String { precomposedStringWithCanonicalMapping }
}
