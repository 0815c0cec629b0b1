using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Hashing;

/// <summary>
/// Imports of OpenSSL's SHA-256 of several messages at once (crypto/sha/asm/sha256-mb-x86_64.pl), under their own names. OpenSSL uses it
/// for records of TLS and gives it to nobody else: only the static library has it, so it is there only in a native binary.
/// </summary>
internal static unsafe partial class LibCrypto
{
    public const string Name = "libcrypto-static";

    /// <summary>Finds out what the processor can do. To be called once, first.</summary>
    [LibraryImport(Name)]
    public static partial void OPENSSL_cpuid_setup();

    /// <summary>Takes blocks of up to eight messages into their states.</summary>
    /// <param name="ctx">Word by word, the states of eight messages.</param>
    /// <param name="inp">Four times <paramref name="n4x"/> messages.</param>
    /// <param name="n4x">1 or 2.</param>
    [LibraryImport(Name)]
    public static partial void sha256_multi_block(uint* ctx, HashDescriptor* inp, int n4x);
}
