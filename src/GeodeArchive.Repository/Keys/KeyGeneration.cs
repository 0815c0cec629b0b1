using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Keys;

/// <summary>One generation of the ring: a key for the files of who can read, and a pair of keys for those of who can only write.</summary>
internal sealed class KeyGeneration
{
    private readonly byte[] _bytes;

    /// <summary>Copies 64 bytes of the ring.</summary>
    public KeyGeneration(ReadOnlySpan<byte> bytes) => _bytes = bytes[..KeysRecord.GenerationSize].ToArray();

    public ReadOnlySpan<byte> Bytes => _bytes;

    public ReadOnlySpan<byte> DataKey => _bytes.AsSpan(0, FileCipher.KeySize);

    public ReadOnlySpan<byte> PrivateKey => _bytes.AsSpan(FileCipher.KeySize);
}
