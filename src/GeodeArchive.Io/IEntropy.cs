namespace GeodeArchive.Io;

/// <summary>A source of random bytes, good enough for keys.</summary>
public interface IEntropy
{
    /// <summary>Fills <paramref name="destination"/> with random bytes.</summary>
    void Fill(Span<byte> destination);
}
