using GeodeArchive.Fuzz.Running;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>What is accepted encodes again to the same bytes.</summary>
internal static class RoundTrip
{
    /// <summary>Compares an accepted input with what its value encodes to.</summary>
    /// <returns>True, so that a target can end with it.</returns>
    public static bool Check(ReadOnlySpan<byte> accepted, ReadOnlySpan<byte> encoded)
    {
        var common = accepted.CommonPrefixLength(encoded);
        return common == accepted.Length && common == encoded.Length
            ? true
            : throw new FuzzFindingException(
                $"{accepted.Length} bytes were accepted that encode to {encoded.Length} other bytes: they differ at {common}");
    }

    /// <summary>Something that must hold for what was accepted.</summary>
    public static void Demand(bool holds, string rule)
    {
        if (!holds)
        {
            throw new FuzzFindingException(rule);
        }
    }
}
