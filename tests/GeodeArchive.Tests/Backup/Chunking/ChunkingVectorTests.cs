using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GeodeArchive.Backup.Chunking;
using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Backup.Chunking;

/// <summary>format-spec/vectors/valid/chunking.json: what any implementation must give. Never made by this one.</summary>
public sealed class ChunkingVectorTests
{
    private static readonly JsonElement Vector =
        JsonDocument.Parse(SourceTree.ReadText("format-spec/vectors/valid/chunking.json")).RootElement;

    private static readonly byte[] Key = Convert.FromHexString(Vector.GetProperty("chunker_key").GetString()!);

    [Fact]
    public void The_table_is_that_of_the_vector()
    {
        var table = new GearTable(Key);
        JsonElement[] first = [.. Vector.GetProperty("table_first").EnumerateArray()];
        Assert.Equal(8, first.Length);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i].GetString(), table[(byte)i].ToString("x16", CultureInfo.InvariantCulture));
        }
        Assert.Equal(Vector.GetProperty("table_last").GetString(), table[255].ToString("x16", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_chunks_are_those_of_the_vector()
    {
        JsonElement[] cases = [.. Vector.GetProperty("cases").EnumerateArray()];
        Assert.Equal(3, cases.Length);
        Assert.All(cases, AssertCase);
    }

    private static void AssertCase(JsonElement expected)
    {
        byte[] part = Part(expected.GetProperty("part").GetString()!, expected.GetProperty("part_length").GetInt32());
        Assert.Equal(expected.GetProperty("part_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(part)));
        var chunker = new GearChunker(new ChunkerParameters(
            expected.GetProperty("chunk_size_min").GetInt32(),
            expected.GetProperty("chunk_size_average").GetInt32(),
            expected.GetProperty("chunk_size_max").GetInt32(),
            expected.GetProperty("part_size").GetInt64(),
            Key));
        var lengths = new List<int>();
        for (int at = 0; at < part.Length; at += lengths[^1])
        {
            lengths.Add(chunker.FindBoundary(part.AsSpan(at), isEnd: true));
        }
        Assert.Equal(expected.GetProperty("chunk_lengths").EnumerateArray().Select(length => length.GetInt32()), lengths);
    }

    private static byte[] Part(string kind, int length)
    {
        byte[] part = new byte[length];
        if (kind == "zeros")
        {
            return part;
        }
        Assert.Equal("sha256-counter", kind);
        Span<byte> counter = stackalloc byte[sizeof(uint)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (int at = 0; at < length; at += hash.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(counter, (uint)(at / hash.Length));
            SHA256.HashData(counter, hash);
            hash[..Math.Min(hash.Length, length - at)].CopyTo(part.AsSpan(at));
        }
        return part;
    }
}
