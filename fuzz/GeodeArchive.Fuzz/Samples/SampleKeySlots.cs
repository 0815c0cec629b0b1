using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Key slots of each kind. What they seal is nothing.</summary>
internal static class SampleKeySlots
{
    /// <summary>For a key file, for a passphrase, and for a client that only writes.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
    [
        Make(KeyDerivation.KeyFile, KeyAccess.ReadWrite, string.Empty),
        Make(KeyDerivation.Passphrase, KeyAccess.ReadWrite, "née à Zürich"),
        Make(KeyDerivation.KeyFile, KeyAccess.WriteOnly, new string('l', KeySlotSection.LabelSizeMax)),
    ];

    private static byte[] Make(KeyDerivation derivation, KeyAccess access, string label)
    {
        var header = FileHeader.ForKeySlot(
            new RepositoryId(new Id128(10, 11)),
            new FileId(new Id128(12, 13)),
            created: 1_769_306_400_000_000_000,
            new KeySlotSection
            {
                Derivation = derivation,
                Access = access,
                Iterations = derivation == KeyDerivation.Passphrase ? 1_000_000 : 0,
                Salt = Hash256.OfContent("salt"u8),
                KeySetId = new KeySetId(new Id128(14, 15)),
                Keys = new SealedBytes(new byte[12], new byte[16], new byte[KeySlotSection.KeysSizeOf(access)]),
                Label = label,
            });
        var bytes = new byte[FileHeader.Size];
        header.Encode(bytes);
        return bytes;
    }
}
