using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Ids as bytes, text, and in order.</summary>
public sealed class IdentityTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];

    [Fact]
    public void Ids_keep_their_bytes()
    {
        byte[] written = new byte[32];
        Hash256.Read(Bytes).Write(written);
        Assert.Equal(Bytes, written);
        ChunkId.Read(Bytes).Write(written);
        Assert.Equal(Bytes, written);
        Id128.Read(Bytes).Write(written.AsSpan(16));
        Assert.Equal(Bytes[..16], written[16..]);
        ChunkId.Read(Bytes).Prefix.Write(written.AsSpan(16));
        Assert.Equal(Bytes[..16], written[16..]);
    }

    [Fact]
    public void Text_is_lower_case_hexadecimal_first_byte_first()
    {
        string text = Convert.ToHexStringLower(Bytes);
        Assert.Equal(text, ChunkId.Read(Bytes).ToString());
        Assert.Equal(text[..32], FileId.Read(Bytes).ToString());
        Assert.True(ChunkId.TryParse(text, out ChunkId chunk));
        Assert.Equal(ChunkId.Read(Bytes), chunk);
        Assert.True(SegmentId.TryParse(text.AsSpan(0, 32), out SegmentId segment));
        Assert.Equal(FileId.Read(Bytes), segment.AsFileId());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789abcdef0123456789abcdeF")]
    [InlineData("0123456789abcdef0123456789abcde ")]
    [InlineData("g123456789abcdef0123456789abcdef")]
    public void Another_spelling_of_an_id_is_refused(string text)
    {
        Assert.False(Id128.TryParse(text, out Id128 id));
        Assert.True(id.IsZero);
    }

    [Fact]
    public void Order_is_that_of_the_bytes()
    {
        Random random = new(11);
        for (int i = 0; i < 2000; i++)
        {
            byte[] left = new byte[32];
            random.NextBytes(left);
            byte[] right = [.. left];
            right[random.Next(32)] ^= (byte)(1 << random.Next(8));
            int expected = Math.Sign(left.AsSpan().SequenceCompareTo(right));
            Assert.Equal(expected, Math.Sign(ChunkId.Read(left).CompareTo(ChunkId.Read(right))));
            Assert.False(ChunkId.Read(left) == ChunkId.Read(right));
            int expectedHalf = Math.Sign(left.AsSpan(0, 16).SequenceCompareTo(right.AsSpan(0, 16)));
            Assert.Equal(expectedHalf, Math.Sign(Id128.Read(left).CompareTo(Id128.Read(right))));
            Assert.Equal(expectedHalf == 0, Id128.Read(left) == Id128.Read(right));
        }
    }

    [Fact]
    public void A_plain_chunk_is_named_by_the_SHA_256_of_its_leaves()
    {
        byte[] leaf = Convert.FromHexString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Assert.Equal(Hash256.OfContent([.. leaf, 3, 0, 0, 0, 0, 0, 0, 0]), ChunkId.OfPlain("abc"u8).Hash);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(16384)]
    [InlineData(100_000)]
    public void A_chunk_is_described_by_its_leaves_and_its_length(int length)
    {
        byte[] chunk = new byte[length];
        new Random(length).NextBytes(chunk);
        byte[] expected =
        [
            .. chunk.Chunk(8192).SelectMany(leaf => SHA256.HashData(leaf)),
            .. BitConverter.GetBytes((long)length),
        ];
        Assert.Equal(expected, KeySamples.Described(chunk));
    }

    [Fact]
    public void Manifest_numbers_that_divide_by_256_are_snapshots()
    {
        IEnumerable<ManifestNumber> numbers = Enumerable.Range(0, 600).Select(i => new ManifestNumber((ulong)i));
        Assert.Equal([256ul, 512ul], numbers.Where(number => number.IsSnapshot).Select(number => number.Value));
        Assert.Equal("00000000000000000256", new ManifestNumber(256).ToString());
    }

    [Fact]
    public void Numbers_do_not_wrap()
    {
        Assert.Throws<OverflowException>(() => new SegmentNumber(uint.MaxValue).Next);
        Assert.Throws<OverflowException>(() => new ManifestNumber(ulong.MaxValue).Next);
        Assert.Equal(new SegmentNumber(2), SegmentNumber.First.Next);
    }

    [Theory]
    [InlineData("full-20260125", true)]
    [InlineData("ünïcode ☃ 😀", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("archive", false)]
    [InlineData("wal", false)]
    [InlineData("archives", true)]
    [InlineData("a/b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u0085b", false)]
    public void Backup_names_are_file_names_of_an_archive_root(string name, bool valid) => Assert.Equal(valid, BackupName.IsValid(name));

    [Fact]
    public void A_name_without_UTF_8_is_no_backup_name() => Assert.False(BackupName.IsValid("lone " + '\ud800' + " surrogate"));

    [Fact]
    public void Backup_names_are_counted_in_bytes()
    {
        Assert.True(BackupName.IsValid(new string('a', 255)));
        Assert.False(BackupName.IsValid(new string('a', 256)));
        Assert.True(BackupName.IsValid(new string('ü', 127)));
        Assert.False(BackupName.IsValid(new string('ü', 128)));
        Assert.True(BackupName.IsValid(string.Concat(Enumerable.Repeat("😀", 63))));
        Assert.False(BackupName.IsValid(string.Concat(Enumerable.Repeat("😀", 64))));
    }
}
