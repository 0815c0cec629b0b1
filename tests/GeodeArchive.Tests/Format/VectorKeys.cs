using System.Text.Json.Nodes;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Tests.Format;

/// <summary>The keys that a decoder of an encrypted vector is given.</summary>
/// <param name="MasterKey">32 bytes.</param>
/// <param name="Ring">64 bytes for each generation: data key and private key.</param>
internal sealed record VectorKeys(byte[] MasterKey, byte[] Ring)
{
    public static VectorKeys Samples { get; } = new(KeySamples.MasterKey, KeySamples.Ring);

    public RepositoryKeys Open() => KeySamples.ReadKeys(MasterKey, Ring);

    public JsonObject ToJson() => new()
    {
        ["key_set_id"] = KeySamples.KeySet.ToString(),
        ["master_key"] = Convert.ToHexStringLower(MasterKey),
        ["ring"] = Convert.ToHexStringLower(Ring),
    };
}
