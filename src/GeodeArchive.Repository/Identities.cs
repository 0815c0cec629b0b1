using GeodeArchive.Format;
using GeodeArchive.Io;

namespace GeodeArchive.Repository;

/// <summary>Makes new ids.</summary>
public static class Identities
{
    /// <summary>16 random bytes, never all zero.</summary>
    public static Id128 NewId(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[Id128.Size];
        Id128 id;
        do
        {
            entropy.Fill(bytes);
            id = Id128.Read(bytes);
        }
        while (id.IsZero);
        return id;
    }
}
