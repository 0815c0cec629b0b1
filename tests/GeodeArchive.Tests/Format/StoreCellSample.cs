namespace GeodeArchive.Tests.Format;

/// <summary>A cell of a tree page.</summary>
internal sealed record StoreCellSample(byte[] Key, byte[] Value, bool IsOverflow);
