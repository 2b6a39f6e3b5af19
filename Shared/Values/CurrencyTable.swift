/// The currencies that are known, with their signs and names.
enum CurrencyTable {
    /// In use, as of January 2026; `XXX` says that none is stated.
    static let current = packed(
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
        CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
        GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR \
        KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
        MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF \
        SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD \
        TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XDR XOF XPF XSU XUA XXX YER ZAR \
        ZMW ZWG
        """
    )

    /// No longer in use, from 1970 on; XEU is the ECU, before the euro.
    static let past = packed(
        """
        ADP ANG ATS AZM BEF BGL BGN BYB BYR CSD CSK CUC CYP DDM DEM ECS EEK ESP FIM FRF GHC GRD GWP \
        HRD HRK IEP ITL LTL LUF LVL MDC MGF MRO MTL MXP MZM NLG PLZ PTE ROL RUR SDD SDP SIT SKK SLL \
        SRG STD SUR TJR TMM TPE TRL UAK USS VEF XEU YDD YUM ZAL ZMK ZRN ZRZ ZWD ZWL ZWN ZWR
        """
    )

    static let withoutFraction = packed(
        """
        ADP BEF BIF BYB BYR CLP DJF ESP GNF GRD ISK ITL JPY KMF KRW LUF MGF PTE PYG ROL RWF TPE TRL \
        UGX VND VUV XAF XOF XPF XXX
        """
    )

    static let inThousandths = packed("BHD IQD JOD KWD LYD OMR TND")

    /// In lower case, the longer first.
    ///
    /// `$` is the US dollar; the yen and yuan share a sign, so it is none.
    static let signs: [(sign: String, code: String)] = [
        ("us$", "USD"), ("$us", "USD"), ("ca$", "CAD"), ("c$", "CAD"), ("a$", "AUD"),
        ("s$", "SGD"), ("hk$", "HKD"), ("nt$", "TWD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"),
        ("₫", "VND"),
    ]

    /// In lower case, the longer first.
    static let names: [(name: String, code: String)] = [
        ("đồng việt nam", "VND"), ("đồng", "VND"), ("vnđ", "VND"), ("đ", "VND"),
        ("us dollars", "USD"), ("us dollar", "USD"), ("đô la mỹ", "USD"), ("đô-la mỹ", "USD"),
        ("euros", "EUR"), ("euro", "EUR"),
    ]

    private static func packed(_ codes: String) -> Set<UInt32> {
        var result: Set<UInt32> = []
        let letters = Array(codes.utf8)
        for start in stride(from: 0, to: letters.count - 2, by: 4) {
            if let code = CurrencyCode.pack(letters[start..<(start + 3)]) { result.insert(code) }
        }
        return result
    }
}
