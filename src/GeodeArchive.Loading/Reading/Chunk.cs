using System.Buffers;

namespace GeodeArchive.Loading.Reading;

/// <summary>Whole records of a file, one after the other. Whoever has it releases it.</summary>
/// <param name="Number">Numbers of chunks ascend by one from 0, over all files of a stage.</param>
/// <param name="Buffer">Where the bytes are.</param>
/// <param name="Start">The first of them.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Line">Line of the first byte, from 1.</param>
internal sealed record Chunk(long Number, byte[] Buffer, int Start, int End, long Line)
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(Start, End - Start);

    /// <summary>Gives the buffer back.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(Buffer);
}
