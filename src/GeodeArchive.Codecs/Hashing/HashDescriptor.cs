using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Hashing;

/// <summary>OpenSSL's <c>HASH_DESC</c>: a message of whole blocks of 64 bytes; none if the lane is not used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HashDescriptor
{
    public byte* Bytes;
    public int BlockCount;
}
