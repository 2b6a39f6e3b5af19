extension CurrencyCode {
    /// The first and the last year of currencies whose time a register of these decades can get wrong.
    ///
    /// The euro was money of account from 1999, when the currencies of its first members became parts of it;
    /// their notes went out of use in 2002. Source: Council Regulations (EC) 1103/97 and 974/98; ISO 4217,
    /// list three.
    private static let years: [(codes: String, first: Int32, last: Int32)] = [
        ("EUR", 1999, .max),
        ("XEU", .min, 1998),
        ("ATS BEF DEM ESP FIM FRF IEP ITL LUF NLG PTE GRD", .min, 2002),
        ("SIT", 1991, 2007), ("MTL CYP", .min, 2008), ("SKK", 1993, 2009), ("EEK", 1992, 2011),
        ("LVL", 1993, 2014), ("LTL", 1993, 2015), ("HRK", 1994, 2023),
    ]

    /// Whether there was this currency at some day of the date, as far as is known; true where nothing is.
    func isInUse(on date: PartialDate) -> Bool {
        let own = code.utf8
        for entry in Self.years {
            let codes = entry.codes.utf8.split(separator: UInt8(ascii: " "))
            guard codes.contains(where: { $0.elementsEqual(own) }) else { continue }
            return entry.first <= date.year && date.year <= entry.last
        }
        return true
    }
}
