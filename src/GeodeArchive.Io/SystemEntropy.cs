using System.Security.Cryptography;

namespace GeodeArchive.Io;

/// <summary>The kernel's random numbers.</summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
