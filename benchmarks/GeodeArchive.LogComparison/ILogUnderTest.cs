namespace GeodeArchive.LogComparison;

/// <summary>A log that is measured.</summary>
internal interface ILogUnderTest : IDisposable
{
    /// <summary>Appends and waits until it is durable, blocking.</summary>
    void AppendDurably(ReadOnlySpan<byte> entry);

    /// <summary>Appends and waits until it is durable.</summary>
    ValueTask AppendDurablyAsync(byte[] entry);

    /// <summary>Appends without waiting.</summary>
    void Append(ReadOnlySpan<byte> entry);

    /// <summary>Waits until everything is durable.</summary>
    void Sync();
}
