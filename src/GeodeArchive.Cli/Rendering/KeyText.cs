using GeodeArchive.Format;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Words for key slots.</summary>
internal static class KeyText
{
    /// <summary>What opens a slot.</summary>
    public static string OfDerivation(KeyDerivation derivation) => derivation == KeyDerivation.KeyFile ? "key file" : "passphrase";

    /// <summary>What a slot is for.</summary>
    public static string OfAccess(KeyAccess access) => access == KeyAccess.ReadWrite ? "read and write" : "write only";
}
