using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Bytes in memory.</summary>
public sealed class MemoryByteSource(byte[] bytes) : IByteSource
{
    /// <inheritdoc/>
    public long Length => bytes.Length;

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var count = (int)Math.Min(destination.Length, Math.Max(0, bytes.Length - offset));
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(destination);
        return count;
    }
}
