using System.Buffers.Binary;
using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.IndexScale;

/// <summary>Ids as good as random that nobody has to remember: their numbers, encrypted. For one worker.</summary>
internal sealed class SyntheticIds : IDisposable
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _bytes;

    public SyntheticIds(int batchSize)
    {
        _bytes = new byte[batchSize * ChunkId.Size];
        _aes.Key = new byte[16];
    }

    /// <summary>Fills in the ids of the numbers from <paramref name="first"/> on, at most a batch.</summary>
    public void Get(long first, Span<ChunkId> ids)
    {
        var bytes = _bytes.AsSpan(0, ids.Length * ChunkId.Size);
        bytes.Clear();
        for (var i = 0; i < ids.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * ChunkId.Size)..], first + i);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[((i * ChunkId.Size) + 16)..], ~(first + i));
        }

        _aes.EncryptEcb(bytes, bytes, PaddingMode.None);
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = ChunkId.Read(bytes.Slice(i * ChunkId.Size, ChunkId.Size));
        }
    }

    public void Dispose() => _aes.Dispose();
}
