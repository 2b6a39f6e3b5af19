extension WireLimits {
    /// The highest counter, position and version, and the furthest time in milliseconds from 1970.
    ///
    /// Every JSON number up to here is exact, and databases hold it as a signed integer.
    public static let counterMax: UInt64 = (1 << 53) - 1
    /// A change's salt; it has this length or none.
    public static let saltBytes = 16
    /// A signature over a chain head.
    public static let signatureBytesMax = 64
    /// The code and the field's name of a ``WireFailure``.
    public static let failureNameBytesMax = 128
    /// The message and the hint of a ``WireFailure``.
    public static let failureTextBytesMax = 1024
}
